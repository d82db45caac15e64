// Wire schemas of the health probes.
import { type Static, Type } from 'typebox'
import { ref } from './ref.ts'
import { ModelRef } from './search-result.ts'

export const Liveness = Type.Object({ status: Type.Literal('live') }, { $id: 'Liveness', additionalProperties: false })
export type Liveness = Static<typeof Liveness>

export const ServedModel = Type.Object(
  {
    ...ModelRef.properties,
    title: Type.String(),
    description: Type.String({ description: 'What the model can and cannot do.' }),
    space: Type.String({ description: 'The vector space; vectors of one space are comparable.' }),
  },
  { $id: 'ServedModel', additionalProperties: false, description: 'The model in use.' },
)

export const ServedStore = Type.Object(
  { description: Type.String(), images: Type.Integer({ minimum: 0 }) },
  { $id: 'ServedStore', additionalProperties: false, description: 'The store in use.' },
)

export const Readiness = Type.Object(
  {
    status: Type.Literal('ready'),
    version: Type.String({ description: 'The service’s version.' }),
    model: ref(ServedModel),
    store: ref(ServedStore),
  },
  { $id: 'Readiness', additionalProperties: false },
)
export type Readiness = Static<typeof Readiness>
