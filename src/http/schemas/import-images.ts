// Wire schemas of POST /images/import: a line of the answer for each line of the request, and one with the sums.
import { type Static, Type } from 'typebox'
import { Problem } from './problem.ts'
import { ref } from './ref.ts'

const count = (description: string) => Type.Integer({ minimum: 0, description })

export const ImportSummary = Type.Object(
  {
    took_ms: Type.Number({ format: 'double', minimum: 0 }),
    created: count('Images that are new.'),
    updated: count('Images that were stored otherwise.'),
    unchanged: count('Images that were stored like this.'),
    failed: count('Lines that were not taken.'),
    normalised: count('Vectors that were not of unit length, and are now.'),
  },
  {
    $id: 'ImportSummary',
    additionalProperties: false,
    description: 'On the last line alone, once everything is searchable.',
  },
)

export const ImportStatus = Type.Enum(['created', 'updated', 'unchanged', 'failed'], {
  $id: 'ImportStatus',
  type: 'string',
  description: '`unchanged`: stored already with the same fields and vector.',
})

export const ImportLine = Type.Object(
  {
    line: Type.Optional(Type.Integer({ minimum: 1, description: 'The number of the line in the request.' })),
    image_id: Type.Optional(Type.String({ description: 'Absent where the line gives none.' })),
    status: Type.Optional(ref(ImportStatus)),
    problem: Type.Optional(ref(Problem)),
    summary: Type.Optional(ref(ImportSummary)),
  },
  {
    $id: 'ImportLine',
    additionalProperties: false,
    description:
      'A line of the answer: what became of one document, or at the end the sums. A problem without `line` ended the import before its end.',
  },
)
export type ImportLine = Static<typeof ImportLine>
