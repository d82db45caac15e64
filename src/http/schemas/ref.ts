// A typed reference to a named schema, so that components keep their names in the OpenAPI file and TypeScript keeps the type.
import { type Static, type TSchema, Type } from 'typebox'

/** `{$ref: name}` with the static type of the schema it names. Throws for a schema without `$id`. */
export function ref<S extends TSchema>(schema: S) {
  const name = (schema as { $id?: string }).$id
  if (name === undefined) throw new Error('only a schema with an $id can be referred to')
  return Type.Unsafe<Static<S>>(Type.Ref(name))
}

/** A value or null, in the form that code generators understand. */
export function nullable<S extends TSchema>(schema: S) {
  return Type.Union([schema, Type.Null()])
}
