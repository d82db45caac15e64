// Wire schema of GET /stats: what the library holds, all in all.
import { type Static, Type } from 'typebox'
import { AttributeType } from './attributes.ts'
import { ref } from './ref.ts'
import { ModelRef } from './search-result.ts'

export const Stats = Type.Object(
  {
    images: Type.Integer({ minimum: 0 }),
    formats: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), {
      description: 'How many images are of each format; those of unknown format are left out.',
    }),
    picture_bytes: Type.Integer({
      format: 'int64',
      minimum: 0,
      description: 'Of the pictures’ files, as far as it is known.',
    }),
    index_bytes: Type.Integer({
      format: 'int64',
      minimum: 0,
      description: 'Of the index on disk, with all its copies on a cluster.',
    }),
    attributes: Type.Unsafe<Record<string, AttributeType>>({
      type: 'object',
      additionalProperties: ref(AttributeType),
      description: 'The attributes that the service’s settings declare, with their types.',
    }),
    model: ref(ModelRef),
    store: Type.String({ description: 'Which engine holds the index.' }),
    version: Type.String({ description: 'The service’s version.' }),
  },
  { $id: 'Stats', additionalProperties: false },
)
export type Stats = Static<typeof Stats>
