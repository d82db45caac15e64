// Wire schemas of attributes, in general. What a service really takes depends on those that its settings declare: attribute-schemas.ts puts them
// in the place of these.
import { type Static, Type } from 'typebox'
import { attributeNamePattern, attributesMax, attributeTypes, keywordLengthMax } from '../../attributes.ts'
import { nullable, ref } from './ref.ts'
import { TimeOrDay } from './times.ts'

export const AttributeType = Type.Enum([...attributeTypes], { $id: 'AttributeType', type: 'string' })
export type AttributeType = Static<typeof AttributeType>

export const keyword = Type.String({ minLength: 1, maxLength: keywordLengthMax })

export const AttributeValue = Type.Union([keyword, Type.Number(), Type.Boolean()], {
  $id: 'AttributeValue',
  description: 'A keyword or a date, a number, or true or false.',
})
export type AttributeValue = Static<typeof AttributeValue>

const names = { propertyNames: { pattern: attributeNamePattern }, maxProperties: attributesMax }

function byName<T>($id: string, additionalProperties: object, description: string, example: object) {
  return Type.Unsafe<Record<string, T>>({
    $id,
    type: 'object',
    additionalProperties,
    ...names,
    description,
    examples: [example],
  })
}

export const Attributes = byName<AttributeValue>(
  'Attributes',
  ref(AttributeValue),
  'The values of the attributes that the service’s settings declare, by name; an attribute without a value is left out. Dates are in UTC.',
  { album: 'Lisbon', rating: 4, is_public: true },
)
export type Attributes = Static<typeof Attributes>

export const AttributeValues = byName<AttributeValue>(
  'AttributeValues',
  ref(AttributeValue),
  'Values of attributes by name, each of the type that the service’s settings declare: a keyword of at most 256 characters, a number, true or false, or a date (RFC 3339, or a day, which begins at midnight in UTC). What is not named keeps its value.',
  { album: 'Lisbon', rating: 4, is_public: true },
)
export type AttributeValues = Static<typeof AttributeValues>

export const AttributeChanges = byName<AttributeValue | null>(
  'AttributeChanges',
  nullable(ref(AttributeValue)),
  'As `AttributeValues`; null takes a value away. What is not named keeps its value.',
  { album: 'Porto', rating: null },
)
export type AttributeChanges = Static<typeof AttributeChanges>

export const AttributeCondition = Type.Object(
  {
    any: Type.Optional(
      Type.Array(keyword, {
        minItems: 1,
        maxItems: 64,
        description: 'Of a keyword: one of these.',
      }),
    ),
    min: Type.Optional(Type.Number({ description: 'Of a number: not below this.' })),
    max: Type.Optional(Type.Number({ description: 'Of a number: not above this.' })),
    is: Type.Optional(Type.Boolean({ description: 'Of a boolean: this.' })),
    from: Type.Optional({ ...ref(TimeOrDay), description: 'Of a date: not before this.' }),
    before: Type.Optional({ ...ref(TimeOrDay), description: 'Of a date: before this.' }),
  },
  {
    $id: 'AttributeCondition',
    additionalProperties: false,
    minProperties: 1,
    description:
      'What must hold of one attribute, by its type: `any` of a keyword, `min` and `max` of a number, `is` of a boolean, `from` and `before` of a date. An attribute without a value fulfils no condition.',
    examples: [{ any: ['Lisbon', 'Porto'] }],
  },
)
export type AttributeCondition = Static<typeof AttributeCondition>

export const AttributeFilter = byName<AttributeCondition>(
  'AttributeFilter',
  ref(AttributeCondition),
  'Conditions on attributes by name, all of which hold.',
  { album: { any: ['Lisbon', 'Porto'] }, rating: { min: 3 } },
)
export type AttributeFilter = Static<typeof AttributeFilter>
