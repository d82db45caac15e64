// Wire schemas of POST /images/prune: a page of records whose files are looked for.
import { type Static, Type } from 'typebox'
import { Filter } from './filter.ts'
import { ImageRef } from './image.ts'
import { nullable, ref } from './ref.ts'

export const PruneRequest = Type.Object(
  {
    dry_run: Type.Optional(
      Type.Boolean({ default: true, description: 'Only tells what is missing; false removes the records as well.' }),
    ),
    filter: Type.Optional(ref(Filter)),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1000,
        default: 1000,
        description: 'Images that are looked at in this call.',
      }),
    ),
    cursor: Type.Optional(Type.String({ maxLength: 4096, description: '`next_cursor` of the call before.' })),
  },
  {
    $id: 'PruneRequest',
    additionalProperties: false,
    examples: [{ dry_run: true, filter: { path_prefix: 'phone/' } }],
  },
)
export type PruneRequest = Static<typeof PruneRequest>

export const PruneResult = Type.Object(
  {
    took_ms: Type.Number({ format: 'double', minimum: 0 }),
    checked: Type.Integer({ minimum: 0, description: 'Images whose files were looked for.' }),
    missing: Type.Array(ref(ImageRef), {
      description: 'Those whose file is gone; removed unless it was a dry run.',
    }),
    next_cursor: nullable(Type.String({ description: 'Pass it as `cursor` to go on; null at the end.' })),
  },
  { $id: 'PruneResult', additionalProperties: false },
)
export type PruneResult = Static<typeof PruneResult>
