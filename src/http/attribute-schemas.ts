// The wire schemas of a service that declares attributes: each of them by its name and type, in the place of the general ones. So a value of
// another type, and a name that is not declared, are faults that validation finds, wherever they come.
import { type TSchema, Type } from 'typebox'
import type { AttributeType, AttributeTypes } from '../attributes.ts'
import {
  AttributeChanges,
  AttributeCondition,
  AttributeFilter,
  AttributeValues,
  keyword,
} from './schemas/attributes.ts'
import { nullable, ref } from './schemas/ref.ts'
import { TimeOrDay, TimeRange } from './schemas/times.ts'

const values: Record<AttributeType, TSchema> = {
  keyword,
  number: Type.Number(),
  boolean: Type.Boolean(),
  date: ref(TimeOrDay),
}

const closed = { additionalProperties: false }

/** The part of the general condition that is for each type. */
const conditions: Record<AttributeType, TSchema> = {
  keyword: Type.Required(Type.Pick(AttributeCondition, ['any']), closed),
  number: Type.Pick(AttributeCondition, ['min', 'max'], { ...closed, minProperties: 1 }),
  boolean: Type.Required(Type.Pick(AttributeCondition, ['is']), closed),
  date: ref(TimeRange),
}

/** `schemas` with those of the attributes in the place of the general ones. */
export function declareAttributes(schemas: readonly TSchema[], types: AttributeTypes): TSchema[] {
  const declared = new Map<string, TSchema>(
    [
      replace(AttributeValues, types, (type) => values[type]),
      replace(AttributeChanges, types, (type) => nullable(values[type])),
      replace(AttributeFilter, types, (type) => conditions[type]),
    ].map((schema) => [idOf(schema), schema]),
  )
  return schemas.map((schema) => declared.get(idOf(schema)) ?? schema)
}

function replace(general: TSchema, types: AttributeTypes, schemaOf: (type: AttributeType) => TSchema): TSchema {
  const { description } = general as { description?: string }
  const properties = Object.entries(types).map(([name, type]) => [name, Type.Optional(schemaOf(type))])
  return Type.Object(Object.fromEntries(properties), { $id: idOf(general), ...closed, description })
}

function idOf(schema: TSchema): string {
  return (schema as { $id?: string }).$id ?? ''
}
