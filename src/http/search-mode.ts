// The mode of a search request, with the check that a schema cannot make. routes/answer-searches.ts calls it.
import { createError } from '../errors.ts'
import type { FoundHit, SearchOptions } from '../image-search.ts'
import type { Hit } from './schemas/image.ts'
import type { SearchMode } from './schemas/search-mode.ts'

/** `at` is where the search lies in the request. Errors: VALIDATION_FAILED for a cursor where there are no pages. */
export function fromMode({ mode, cursor }: { mode?: SearchMode; cursor?: string }, at: string): SearchOptions['mode'] {
  if (cursor === undefined || mode === undefined || mode === 'vector') return mode
  const detail = `must be left out with the mode ${mode}, which answers one page`
  throw createError('VALIDATION_FAILED', `${at}/cursor ${detail}.`, { faults: [{ pointer: `${at}/cursor`, detail }] })
}

/** What a hit has beside its score in these modes; nothing otherwise. */
export function toWireRanks({ textScore, rankScore }: FoundHit): Pick<Hit, 'text_score' | 'rank_score'> {
  return {
    ...(textScore === undefined ? {} : { text_score: textScore }),
    ...(rankScore === undefined ? {} : { rank_score: rankScore }),
  }
}
