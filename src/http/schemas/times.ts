// Wire schemas of times and ranges of them, as filters ask for them.
import { type Static, Type } from 'typebox'
import { ref } from './ref.ts'

/** One string to generators, which make types of their own of a union; validation.ts knows the format. */
export const TimeOrDay = Type.String({
  $id: 'TimeOrDay',
  format: 'date-or-date-time',
  description: 'A time (RFC 3339), or a day, which begins at midnight in UTC.',
  examples: ['2024-05-01', '2024-05-01T18:30:00Z'],
})

export const TimeRange = Type.Object(
  {
    from: Type.Optional({ ...ref(TimeOrDay), description: 'It belongs to the range.' }),
    before: Type.Optional({ ...ref(TimeOrDay), description: 'It does not belong to the range.' }),
  },
  {
    $id: 'TimeRange',
    additionalProperties: false,
    minProperties: 1,
    examples: [{ from: '2024-05-01', before: '2024-06-01' }],
  },
)
export type TimeRange = Static<typeof TimeRange>
