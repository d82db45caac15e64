// Attributes of a request as the domain has them, with dates in their one form. wire-map.ts and document-lines.ts call it, after validation
// against attribute-schemas.ts.
import { type Attributes, type AttributeTypes, type AttributeChanges as Changes, toAttributes } from '../attributes.ts'
import type { AttributeChanges, AttributeValues } from './schemas/attributes.ts'

export function fromAttributeValues(values: AttributeValues, types: AttributeTypes): Attributes {
  return toAttributes(fromAttributeChanges(values, types))
}

export function fromAttributeChanges(changes: AttributeChanges, types: AttributeTypes): Changes {
  return Object.fromEntries(
    Object.entries(changes).map(([name, value]) => {
      return [name, types[name] === 'date' && typeof value === 'string' ? new Date(value).toISOString() : value]
    }),
  )
}
