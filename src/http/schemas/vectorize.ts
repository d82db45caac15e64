// Wire schemas of POST /vectorize.
import { type Static, Type } from 'typebox'
import { ImageInput, queryText } from './query-parts.ts'
import { ref } from './ref.ts'
import { ModelRef } from './search-result.ts'

export const vectorizeInputsMax = 64

export const TextToVectorize = Type.Object({ text: queryText }, { $id: 'TextToVectorize', additionalProperties: false })

export const ImageToVectorize = Type.Object(
  { image: ref(ImageInput) },
  { $id: 'ImageToVectorize', additionalProperties: false },
)

export const VectorizeInput = Type.Union([ref(TextToVectorize), ref(ImageToVectorize)], {
  $id: 'VectorizeInput',
  description: 'A text or a picture.',
})
export type VectorizeInput = Static<typeof VectorizeInput>

export const EncodingFormat = Type.Enum(['float', 'base64'], {
  $id: 'EncodingFormat',
  type: 'string',
  default: 'float',
  description: 'Vectors as arrays of numbers, or as base64 of little-endian float32.',
})

export const VectorizeRequest = Type.Object(
  {
    inputs: Type.Array(ref(VectorizeInput), { minItems: 1, maxItems: vectorizeInputsMax }),
    encoding_format: Type.Optional(ref(EncodingFormat)),
  },
  {
    $id: 'VectorizeRequest',
    additionalProperties: false,
    examples: [{ inputs: [{ text: 'a cup of coffee' }, { image: { image_id: 'IMG_4032' } }] }],
  },
)
export type VectorizeRequest = Static<typeof VectorizeRequest>

export const InputType = Type.Enum(['text', 'image'], { $id: 'InputType', type: 'string' })

export const FloatVector = Type.Array(Type.Number({ format: 'float' }), {
  $id: 'FloatVector',
  description: 'A vector as numbers.',
})

export const Base64Vector = Type.String({
  $id: 'Base64Vector',
  contentEncoding: 'base64',
  description: 'A vector as base64 of little-endian float32.',
})

export const EncodedVector = Type.Union([ref(FloatVector), ref(Base64Vector)], {
  $id: 'EncodedVector',
  description: 'Of unit length; numbers, or base64 of little-endian float32, as `encoding_format` says.',
})

export const InputVector = Type.Object(
  {
    index: Type.Integer({ minimum: 0, description: 'The place of the input.' }),
    type: ref(InputType),
    vector: ref(EncodedVector),
    truncated: Type.Optional(
      Type.Boolean({ description: 'The text was longer than the model reads; its end was left out.' }),
    ),
  },
  { $id: 'InputVector', additionalProperties: false, description: 'The vector of one input.' },
)

export const VectorizeResult = Type.Object(
  {
    took_ms: Type.Number({ format: 'double', minimum: 0 }),
    model: ref(ModelRef),
    vectors: Type.Array(ref(InputVector), { description: 'In the order of the inputs.' }),
  },
  { $id: 'VectorizeResult', additionalProperties: false },
)
export type VectorizeResult = Static<typeof VectorizeResult>
