// Wire schemas of the searches: what may be asked. search-result.ts has the answers, query-parts.ts what a query is made of.
import { type Static, Type } from 'typebox'
import { facetList } from './facets.ts'
import { Filter } from './filter.ts'
import { imageFieldNames } from './image.ts'
import { ImageInput, QueryPart, queryText } from './query-parts.ts'
import { ref } from './ref.ts'
import { modeParameter } from './search-mode.ts'

export const hitFieldNames = [...imageFieldNames, 'image_embedding'] as const

const k = Type.Integer({ minimum: 1, maximum: 1000, default: 10, description: 'How many hits are wanted.' })
const numCandidates = Type.Integer({
  minimum: 1,
  maximum: 10_000,
  description: 'Breadth of an approximate search, from k to 10,000. Without effect in the embedded store.',
})
const minScore = Type.Number({
  format: 'double',
  minimum: -1,
  maximum: 1,
  description: 'Hits below this score are left out.',
})
export const HitField = Type.Enum([...hitFieldNames], {
  $id: 'HitField',
  type: 'string',
  description: 'A field of a hit.',
})

const fields = Type.Array(ref(HitField), {
  maxItems: 32,
  description:
    'Which fields each hit carries beside its id, score and links. Without it all but the vector, which comes back only when `image_embedding` is named.',
})

export const Relevance = Type.Enum(['auto', 'all'], {
  $id: 'Relevance',
  type: 'string',
  default: 'all',
  description:
    '`auto` ends the hits where they stop being answers, by how far they stand out from the library’s other pictures and by the drops between them; there may be none. It takes no `min_score` beside it.',
})
export const Collapse = Type.Enum(['near_duplicates'], {
  $id: 'Collapse',
  type: 'string',
  description:
    'Folds copies of a picture, and the shots of one burst, into the best of them, which tells the others in `duplicates`.',
})
const cursor = Type.String({
  maxLength: 8192,
  description:
    '`next_cursor` of the page before, with the query, filter and min_score that it was asked with. Pages stay in step while images come and go.',
})
const explain = Type.Boolean({
  default: false,
  description: 'Tell how the search was done, and what each part gives to each score.',
})
const facets = {
  ...facetList,
  description:
    'Also count by these: all images that match `filter`, whether they are among the hits or not, and only the 20 greatest counts of each. `GET /images/facets` lists more.',
}
const exclude = Type.Array(ref(QueryPart), {
  minItems: 1,
  maxItems: 15,
  description: 'What the pictures should not be like. Weights are from 0 to 2 here, and 0.5 where they are left out.',
})

/** The parameters of every search, in a JSON body or in the fields of a form. */
export const searchParameters = {
  k: Type.Optional(k),
  num_candidates: Type.Optional(numCandidates),
  filter: Type.Optional(ref(Filter)),
  min_score: Type.Optional(minScore),
  relevance: Type.Optional(ref(Relevance)),
  collapse: Type.Optional(ref(Collapse)),
  fields: Type.Optional(fields),
  cursor: Type.Optional(cursor),
  explain: Type.Optional(explain),
  facets: Type.Optional(facets),
}

/** Beside a query that is words or a picture. */
export const simpleParameters = { ...searchParameters, exclude: Type.Optional(exclude) }

export const SearchParameters = Type.Object(searchParameters, { additionalProperties: false })
export type SearchParameters = Static<typeof SearchParameters>

export const TextSearch = Type.Object(
  { query: queryText, ...simpleParameters, ...modeParameter },
  { $id: 'TextSearch', additionalProperties: false, examples: [{ query: 'a cup of coffee', k: 3 }] },
)
export type TextSearch = Static<typeof TextSearch>

export const ImageSearch = Type.Object(
  { image: ref(ImageInput), ...simpleParameters },
  {
    $id: 'ImageSearch',
    additionalProperties: false,
    examples: [{ image: { image_id: 'IMG_4032' }, k: 3 }],
  },
)
export type ImageSearch = Static<typeof ImageSearch>

export const ComposedSearch = Type.Object(
  {
    parts: Type.Array(ref(QueryPart), {
      minItems: 1,
      maxItems: 16,
      description: 'What the query is made of. Stored pictures among the parts are left out of the hits.',
    }),
    ...searchParameters,
    ...modeParameter,
  },
  {
    $id: 'ComposedSearch',
    additionalProperties: false,
    examples: [
      {
        parts: [
          { image: { image_id: 'IMG_4032' } },
          { text: 'at night', weight: 0.5 },
          { text: 'people', weight: -0.5 },
        ],
      },
    ],
  },
)
export type ComposedSearch = Static<typeof ComposedSearch>

export const searchesMax = 32

export const SearchBatch = Type.Object(
  { searches: Type.Array(ref(ComposedSearch), { minItems: 1, maxItems: searchesMax }) },
  { $id: 'SearchBatch', additionalProperties: false },
)
export type SearchBatch = Static<typeof SearchBatch>
