// Wire schemas of POST /vectorize.
import { type Static, Type } from 'typebox'
import { ImageInput, queryText } from './query-parts.ts'
import { ref } from './ref.ts'
import { ModelRef } from './search-result.ts'

export const vectorizeInputsMax = 64

export const VectorizeInput = Type.Union(
  [
    Type.Object({ text: queryText }, { additionalProperties: false, title: 'Text' }),
    Type.Object({ image: ref(ImageInput) }, { additionalProperties: false, title: 'Picture' }),
  ],
  { $id: 'VectorizeInput' },
)
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

export const VectorizeResult = Type.Object(
  {
    took_ms: Type.Number({ minimum: 0 }),
    model: ref(ModelRef),
    vectors: Type.Array(
      Type.Object(
        {
          index: Type.Integer({ minimum: 0, description: 'The place of the input.' }),
          type: Type.Enum(['text', 'image'], { type: 'string' }),
          vector: Type.Union([Type.Array(Type.Number()), Type.String()], {
            description: 'Unit length; numbers or base64, as `encoding_format` says.',
          }),
          truncated: Type.Optional(Type.Boolean()),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: 'VectorizeResult', additionalProperties: false },
)
export type VectorizeResult = Static<typeof VectorizeResult>
