// Wire schemas of the health probes.
import { type Static, Type } from 'typebox'
import { ModelRef } from './search-result.ts'

export const Liveness = Type.Object({ status: Type.Literal('live') }, { $id: 'Liveness', additionalProperties: false })
export type Liveness = Static<typeof Liveness>

export const Readiness = Type.Object(
  {
    status: Type.Literal('ready'),
    version: Type.String({ description: 'The service’s version.' }),
    model: Type.Object(
      {
        ...ModelRef.properties,
        title: Type.String(),
        description: Type.String({ description: 'What the model can and cannot do.' }),
        space: Type.String({ description: 'The vector space; vectors of one space are comparable.' }),
      },
      { additionalProperties: false },
    ),
    store: Type.Object(
      { description: Type.String(), images: Type.Integer({ minimum: 0 }) },
      { additionalProperties: false },
    ),
  },
  { $id: 'Readiness', additionalProperties: false },
)
export type Readiness = Static<typeof Readiness>
