// Wire schemas of the two search doors: what may be asked, and the answer.
import { type Static, Type } from 'typebox'
import { Filter } from './filter.ts'
import { Hit, ImageId, imageFieldNames } from './image.ts'
import { ref } from './ref.ts'

export const hitFieldNames = [...imageFieldNames, 'image_embedding'] as const

const k = Type.Integer({ minimum: 1, maximum: 1000, default: 10, description: 'How many hits are wanted.' })
const numCandidates = Type.Integer({
  minimum: 1,
  maximum: 10_000,
  description:
    'Breadth of an approximate search, from k to 10,000. Without effect where the search is exact, as in the embedded store.',
})
const minScore = Type.Number({ minimum: -1, maximum: 1, description: 'Hits below this score are left out.' })
const fields = Type.Array(Type.Enum([...hitFieldNames], { type: 'string' }), {
  maxItems: 32,
  description:
    'Which fields each hit carries beside its id, score and links. Without it all but the vector, which comes back only when `image_embedding` is named.',
})

/** The parameters of every search, in a JSON body or in the fields of a form. */
export const searchParameters = {
  k: Type.Optional(k),
  num_candidates: Type.Optional(numCandidates),
  filter: Type.Optional(ref(Filter)),
  min_score: Type.Optional(minScore),
  fields: Type.Optional(fields),
}

export const SearchParameters = Type.Object(searchParameters, { additionalProperties: false })
export type SearchParameters = Static<typeof SearchParameters>

export const queryText = Type.String({
  minLength: 1,
  maxLength: 10_000,
  pattern: '\\S',
  description: 'The words to search with.',
  examples: ['a cup of coffee'],
})

export const TextSearch = Type.Object(
  { query: queryText, ...searchParameters },
  { $id: 'TextSearch', additionalProperties: false, examples: [{ query: 'a cup of coffee', k: 3 }] },
)
export type TextSearch = Static<typeof TextSearch>

/** The bytes of a picture in base64. The longest string is bounded by the body limit. */
export const Base64Image = Type.Object(
  {
    base64: Type.String({
      minLength: 4,
      // For clients; validation.ts checks the same in a way that long strings do not exhaust.
      pattern: '^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
      contentEncoding: 'base64',
      description: 'The bytes of the picture file.',
    }),
  },
  { $id: 'Base64Image', additionalProperties: false },
)

export const StoredImageRef = Type.Object(
  { image_id: ref(ImageId) },
  { $id: 'StoredImageRef', additionalProperties: false, description: 'A picture that is stored already.' },
)

export const ImageInput = Type.Union([ref(Base64Image), ref(StoredImageRef)], {
  $id: 'ImageInput',
  description: 'A picture: its bytes, or the id of a stored one.',
})
export type ImageInput = Static<typeof ImageInput>

export const ImageSearch = Type.Object(
  { image: ref(ImageInput), ...searchParameters },
  {
    $id: 'ImageSearch',
    additionalProperties: false,
    examples: [{ image: { image_id: 'IMG_4032' }, k: 3 }],
  },
)
export type ImageSearch = Static<typeof ImageSearch>

export const ModelRef = Type.Object(
  {
    name: Type.String(),
    revision: Type.String(),
    dims: Type.Integer({ minimum: 1, description: 'How many numbers a vector has.' }),
  },
  { $id: 'ModelRef', additionalProperties: false, description: 'The model that made the vectors.' },
)

export const SearchResult = Type.Object(
  {
    took_ms: Type.Number({ minimum: 0, description: 'Milliseconds, embedding included.' }),
    model: ref(ModelRef),
    truncated: Type.Optional(
      Type.Boolean({ description: 'The text was longer than the model reads; its end was left out.' }),
    ),
    hits: Type.Array(ref(Hit), { description: 'Best first; equal scores by image_id.' }),
  },
  { $id: 'SearchResult', additionalProperties: false },
)
export type SearchResult = Static<typeof SearchResult>
