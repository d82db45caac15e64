// Conditions on attributes in the address: `attr.album=Lisbon`, `attr.rating.min=4`, `attr.is_public.is=true`, `attr.shot.from=2024-05-01`.
// Part of address.js. What the service's attributes are is not known here: it refuses what does not fit them, and says so.

/** @import { AttributeChoice } from './view.js' */

const parameter = /^attr\.([a-z][a-z0-9_]*)(?:\.(min|max|is|from|to))?$/

/**
 * @param {URLSearchParams} parameters
 * @returns {Record<string, AttributeChoice>}
 */
export function readAttributes(parameters) {
  /** @type {Record<string, AttributeChoice>} */
  const attributes = {}
  for (const [key, value] of parameters) {
    const [, name, bound] = parameter.exec(key) ?? []
    if (name === undefined || value === '') continue
    const choice = attributes[name] ?? {}
    const read = bound === undefined ? { any: [...(choice.any ?? []), value] } : readBound(bound, value)
    if (read) attributes[name] = { ...choice, ...read }
  }
  return attributes
}

/**
 * @param {string} bound
 * @param {string} value
 * @returns {AttributeChoice | null}
 */
function readBound(bound, value) {
  if (bound === 'is') return value === 'true' || value === 'false' ? { is: value === 'true' } : null
  if (bound === 'from' || bound === 'to') return isDay(value) ? { [bound]: value } : null
  return Number.isFinite(Number(value)) ? { [bound]: Number(value) } : null
}

/**
 * @param {URLSearchParams} parameters
 * @param {Record<string, AttributeChoice>} attributes
 */
export function writeAttributes(parameters, attributes) {
  for (const [name, { any = [], ...bounds }] of Object.entries(attributes)) {
    for (const value of any) parameters.append(`attr.${name}`, value)
    for (const [bound, value] of Object.entries(bounds)) parameters.set(`attr.${name}.${bound}`, String(value))
  }
}

/** @param {string} value */
export function isDay(value) {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false
  const ms = Date.parse(value)
  // The 31st of February is read as one of March.
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value)
}
