// Wire schemas of /v1/embeddings and /v1/models: what client libraries of OpenAI's API send and read.
import { type Static, Type } from 'typebox'
import { textCharsMax } from './query-parts.ts'
import { ref } from './ref.ts'
import { EncodedVector, EncodingFormat, vectorizeInputsMax } from './vectorize.ts'

export const EmbeddingInput = Type.String({
  $id: 'EmbeddingInput',
  minLength: 1,
  pattern: '\\S',
  description: `A text of at most ${textCharsMax} characters; or a picture as a data URI, \`data:image/…;base64,…\`. Everything that does not begin with \`data:image/\` is a text.`,
  examples: ['a cup of coffee'],
})

export const EmbeddingInputList = Type.Array(ref(EmbeddingInput), {
  $id: 'EmbeddingInputList',
  minItems: 1,
  maxItems: vectorizeInputsMax,
})

export const EmbeddingInputs = Type.Union([ref(EmbeddingInput), ref(EmbeddingInputList)], {
  $id: 'EmbeddingInputs',
  description: 'One input or a list of them.',
})

export const EmbeddingsRequest = Type.Object(
  {
    model: Type.String({
      minLength: 1,
      maxLength: 256,
      description: 'The model’s name, as `GET /v1/models` gives it.',
    }),
    input: ref(EmbeddingInputs),
    encoding_format: Type.Optional(ref(EncodingFormat)),
    dimensions: Type.Optional(
      Type.Integer({ minimum: 1, description: 'How many numbers a vector has; no other than the model’s is taken.' }),
    ),
    user: Type.Optional(Type.String({ maxLength: 512, description: 'Taken, and not used.' })),
  },
  { $id: 'EmbeddingsRequest', additionalProperties: false },
)
export type EmbeddingsRequest = Static<typeof EmbeddingsRequest>

const tokenCount = Type.Integer({ minimum: 0 })

export const Embedding = Type.Object(
  {
    object: Type.Literal('embedding'),
    index: Type.Integer({ minimum: 0, description: 'The place of the input.' }),
    embedding: ref(EncodedVector),
    truncated: Type.Optional(
      Type.Boolean({ description: 'The text was longer than the model reads; its end was left out.' }),
    ),
  },
  { $id: 'Embedding', additionalProperties: false },
)

export const EmbeddingsUsage = Type.Object(
  { prompt_tokens: tokenCount, total_tokens: tokenCount },
  {
    $id: 'EmbeddingsUsage',
    additionalProperties: false,
    description:
      'Tokens that the model read of the texts, those it wants around them included. Pictures have none, and texts that Elasticsearch embeds count as none.',
  },
)

export const EmbeddingsResult = Type.Object(
  {
    object: Type.Literal('list'),
    data: Type.Array(ref(Embedding), { description: 'In the order of the inputs.' }),
    model: Type.String(),
    usage: ref(EmbeddingsUsage),
  },
  { $id: 'EmbeddingsResult', additionalProperties: false },
)
export type EmbeddingsResult = Static<typeof EmbeddingsResult>

export const EmbeddingModel = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('model'),
    created: Type.Integer({ description: 'When this instance loaded it, in seconds since 1970.' }),
    owned_by: Type.String(),
  },
  { $id: 'EmbeddingModel', additionalProperties: false },
)
export type EmbeddingModel = Static<typeof EmbeddingModel>

export const EmbeddingModelList = Type.Object(
  { object: Type.Literal('list'), data: Type.Array(ref(EmbeddingModel)) },
  { $id: 'EmbeddingModelList', additionalProperties: false },
)
export type EmbeddingModelList = Static<typeof EmbeddingModelList>
