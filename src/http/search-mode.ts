// The mode of a search request, with the check that a schema cannot make. routes/answer-searches.ts calls it.
import { faultAt } from '../errors.ts'
import type { FoundHit, SearchOptions } from '../image-search.ts'
import type { Hit } from './schemas/image.ts'
import type { SearchMode } from './schemas/search-mode.ts'

type ModeParameters = { mode?: SearchMode; cursor?: string; relevance?: string; collapse?: string }

/** `at` is where the search lies in the request. Errors: VALIDATION_FAILED for what searches by words do not have. */
export function fromMode(parameters: ModeParameters, at: string): SearchOptions['mode'] {
  const { mode, cursor, relevance, collapse } = parameters
  if (mode === undefined || mode === 'vector') return mode
  if (cursor !== undefined)
    throw faultAt(`${at}/cursor`, `must be left out with the mode ${mode}, which answers one page`)
  // Both are about the vectors' scores, by which these hits are not ordered.
  if (relevance === 'auto') throw faultAt(`${at}/relevance`, `must not be auto with the mode ${mode}`)
  if (collapse !== undefined) throw faultAt(`${at}/collapse`, `must be left out with the mode ${mode}`)
  return mode
}

/** What a hit has beside its score in these modes; nothing otherwise. */
export function toWireRanks({ textScore, rankScore }: FoundHit): Pick<Hit, 'text_score' | 'rank_score'> {
  return {
    ...(textScore === undefined ? {} : { text_score: textScore }),
    ...(rankScore === undefined ? {} : { rank_score: rankScore }),
  }
}
