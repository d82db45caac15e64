// Wire schemas of what searches answer.
import { type Static, Type } from 'typebox'
import { Facets } from './facets.ts'
import { Hit } from './image.ts'
import { nullable, ref } from './ref.ts'

export const ModelRef = Type.Object(
  {
    name: Type.String(),
    revision: Type.String(),
    dims: Type.Integer({ minimum: 1, description: 'How many numbers a vector has.' }),
  },
  { $id: 'ModelRef', additionalProperties: false, description: 'The model that made the vectors.' },
)

export const PartType = Type.Enum(['text', 'image', 'vector'], { $id: 'PartType', type: 'string' })

export const ExplainedPart = Type.Object(
  {
    type: ref(PartType),
    weight: Type.Number({ format: 'double' }),
    cached: nullable(
      Type.Boolean({ description: 'Whether its vector was kept from before; null for a stored or given one.' }),
    ),
  },
  { $id: 'ExplainedPart', additionalProperties: false },
)

export const SearchKind = Type.Enum(['exact', 'approximate'], {
  $id: 'SearchKind',
  type: 'string',
  description:
    '`exact`: every vector that the filter leaves was compared. `approximate`: the likely ones were looked for, so that a hit may be missed; the scores of those found are exact all the same.',
})

export const SearchExplanation = Type.Object(
  {
    kind: ref(SearchKind),
    num_candidates: nullable(
      Type.Integer({ description: 'Breadth of an approximate search; null where it has none.' }),
    ),
    embed_ms: Type.Number({ format: 'double', description: 'Milliseconds until the vectors of all parts were there.' }),
    store_ms: Type.Number({ format: 'double', description: 'Milliseconds of the store.' }),
    cutoff_score: nullable(
      Type.Number({
        format: 'double',
        description:
          'With `relevance: auto`, the score below which hits were left out; null where all count, or none stood out.',
      }),
    ),
    parts: Type.Array(ref(ExplainedPart), {
      description: 'The query’s parts in their order, those to exclude at the end.',
    }),
  },
  { $id: 'SearchExplanation', additionalProperties: false },
)

const found = {
  truncated: Type.Optional(
    Type.Boolean({ description: 'The text was longer than the model reads; its end was left out.' }),
  ),
  hits: Type.Array(ref(Hit), { description: 'Best first; equal scores by image_id.' }),
  next_cursor: nullable(
    Type.String({ description: 'Pass it as `cursor`, with the same query, for the next page; null on the last.' }),
  ),
  explanation: Type.Optional(ref(SearchExplanation)),
  facets: Type.Optional(ref(Facets)),
}

export const SearchResult = Type.Object(
  {
    took_ms: Type.Number({ format: 'double', minimum: 0, description: 'Milliseconds, embedding included.' }),
    model: ref(ModelRef),
    ...found,
  },
  { $id: 'SearchResult', additionalProperties: false },
)
export type SearchResult = Static<typeof SearchResult>

export const SearchBatchItem = Type.Object(found, { $id: 'SearchBatchItem', additionalProperties: false })
export type SearchBatchItem = Static<typeof SearchBatchItem>

export const SearchBatchResult = Type.Object(
  {
    took_ms: Type.Number({ format: 'double', minimum: 0, description: 'Milliseconds of all searches together.' }),
    model: ref(ModelRef),
    results: Type.Array(ref(SearchBatchItem), { description: 'In the order of the searches.' }),
  },
  { $id: 'SearchBatchResult', additionalProperties: false },
)
export type SearchBatchResult = Static<typeof SearchBatchResult>
