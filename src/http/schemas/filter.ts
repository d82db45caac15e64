// Wire schema of the filter. Its meaning is src/filter.ts.
import { type Static, Type } from 'typebox'

const tagList = Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { maxItems: 64 })

export const Filter = Type.Object(
  {
    tags: Type.Optional(
      Type.Object(
        {
          any: Type.Optional({ ...tagList, description: 'At least one of these.' }),
          all: Type.Optional({ ...tagList, description: 'Every one of these.' }),
          none: Type.Optional({ ...tagList, description: 'Not one of these.' }),
        },
        { additionalProperties: false },
      ),
    ),
    path_prefix: Type.Optional(
      Type.String({ maxLength: 1024, description: 'How `relative_path` starts, such as `phone/`.' }),
    ),
  },
  {
    $id: 'Filter',
    additionalProperties: false,
    description: 'Conditions that every hit fulfils.',
    examples: [{ tags: { any: ['holiday'] }, path_prefix: 'phone/' }],
  },
)
export type Filter = Static<typeof Filter>
