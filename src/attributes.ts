// Attributes: what a library's owner declares that its pictures have beside the fields of every image, such as an album or a rating. Their
// types and values; filter.ts has what is asked of them, http/attribute-schemas.ts what may be sent.

export const attributeTypes = ['keyword', 'number', 'boolean', 'date'] as const
export type AttributeType = (typeof attributeTypes)[number]

/** The declared attributes, by name. */
export type AttributeTypes = Readonly<Record<string, AttributeType>>

export type AttributeValue = string | number | boolean

/**
 * Values by name, in the order of the names; an attribute that is not there has no value. Dates are ISO 8601 in UTC with milliseconds, and
 * any other string is a keyword.
 */
export type Attributes = Record<string, AttributeValue>

/** Changes by name; null takes a value away, and what is not named keeps its own. */
export type AttributeChanges = Record<string, AttributeValue | null>

/** Declared attributes, at most. */
export const attributesMax = 32
/** Characters of a keyword. */
export const keywordLengthMax = 256
export const attributeNamePattern = '^[a-z][a-z0-9_]{0,62}$'

export const noAttributes: AttributeTypes = {}

/** As this service writes times: ISO 8601 in UTC with milliseconds. */
export const utcTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** Milliseconds since the epoch of a date's value; null for a keyword, also for one that looks like a date and is none of the calendar. */
export function dateMsOf(value: string): number | null {
  if (!utcTime.test(value)) return null
  const ms = Date.parse(value)
  // Some days that do not exist are read as the next one that does.
  return !Number.isNaN(ms) && new Date(ms).toISOString() === value ? ms : null
}

/** The values after the changes. */
export function changeAttributes(before: Attributes, changes: AttributeChanges): Attributes {
  return toAttributes({ ...before, ...changes })
}

/** What of an object can be attributes: its strings, numbers and booleans, in the order of the names. */
export function toAttributes(values: Readonly<Record<string, unknown>>): Attributes {
  const entries = Object.entries(values).filter((entry): entry is [string, AttributeValue] => {
    return ['string', 'number', 'boolean'].includes(typeof entry[1])
  })
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}
