// Wire schemas of the modes of a search with words: what is asked, and what hits carry then.
import { type Static, Type } from 'typebox'
import { ref } from './ref.ts'

export const SearchMode = Type.Enum(['vector', 'text', 'hybrid'], {
  $id: 'SearchMode',
  type: 'string',
  default: 'vector',
  description:
    'What the text is compared with. `vector`: what the pictures show. `text`: the words of their names, paths and tags. `hybrid`: both, fused by rank. In the last two, `score` is still the cosine but the hits are not ordered by it, there is one page without a cursor, and `min_score`, `num_candidates` and the weights of further parts act on the vectors alone. They take exactly one text with a weight above 0.',
})
export type SearchMode = Static<typeof SearchMode>

/** The parameter of searches that take a text. */
export const modeParameter = { mode: Type.Optional(ref(SearchMode)) }

export const hitRanks = {
  text_score: Type.Optional(
    Type.Number({
      format: 'double',
      minimum: 0,
      description:
        'Of the modes `text` and `hybrid`, where the picture was found by words: how rare those are, added up. Comparable within one answer.',
    }),
  ),
  rank_score: Type.Optional(
    Type.Number({
      format: 'double',
      minimum: 0,
      maximum: 2 / 61,
      description:
        'Of the mode `hybrid`, which orders by it: 1 / (60 + rank) for the place among the nearest and the same for the place among those found by words, added up.',
    }),
  ),
}
