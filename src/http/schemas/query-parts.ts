// Wire schemas of what a query is made of: words, pictures, vectors.
import { type Static, Type } from 'typebox'
import { ImageId } from './image.ts'
import { ref } from './ref.ts'

/** Characters of a text that is embedded, wherever it comes. */
export const textCharsMax = 10_000

export const queryText = Type.String({
  minLength: 1,
  maxLength: textCharsMax,
  pattern: '\\S',
  description: 'The words to search with.',
  examples: ['a cup of coffee'],
})

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

export const UploadRef = Type.Object(
  {
    upload: Type.Integer({
      minimum: 0,
      maximum: 63,
      description: 'Which of the form’s `image` files, counted from 0.',
    }),
  },
  { $id: 'UploadRef', additionalProperties: false, description: 'A picture that comes as a file of the same form.' },
)

const weight = Type.Optional(
  Type.Number({
    format: 'double',
    minimum: -2,
    maximum: 2,
    default: 1,
    description: 'How much the part counts beside the others; below 0 it pushes away.',
  }),
)

export const TextPart = Type.Object(
  { text: queryText, weight },
  { $id: 'TextPart', additionalProperties: false, examples: [{ text: 'people', weight: -0.5 }] },
)

export const PartImage = Type.Union([ref(Base64Image), ref(StoredImageRef), ref(UploadRef)], {
  $id: 'PartImage',
  description: 'A picture: its bytes, the id of a stored one, or a file of the same form.',
})

export const ImagePart = Type.Object(
  {
    image: ref(PartImage),
    weight,
  },
  { $id: 'ImagePart', additionalProperties: false, examples: [{ image: { image_id: 'IMG_4032' } }] },
)

export const VectorPart = Type.Object(
  {
    vector: Type.Array(Type.Number({ format: 'float' }), {
      minItems: 1,
      maxItems: 4096,
      description: 'As many numbers as the model’s vectors have; of any length but 0.',
    }),
    weight,
  },
  { $id: 'VectorPart', additionalProperties: false },
)

export const QueryPart = Type.Union([ref(TextPart), ref(ImagePart), ref(VectorPart)], {
  $id: 'QueryPart',
  description: 'Words, a picture, or a vector of the model in use, with a weight.',
})
export type QueryPart = Static<typeof QueryPart>
