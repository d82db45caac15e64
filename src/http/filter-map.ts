// The filter of a request as the engine-neutral one, with the checks that a schema cannot make. wire-map.ts and the routes call it.
import { faultAt } from '../errors.ts'
import type { AttributeCondition, Filter, NumberRange, TimeRange } from '../filter.ts'
import type { AttributeCondition as WireCondition } from './schemas/attributes.ts'
import type { Filter as WireFilter } from './schemas/filter.ts'

export const filterDepthMax = 8
const filtersMax = 256

/** `pointer` is where the filter lies in the request. Errors: VALIDATION_FAILED for reversed ranges and filters without bound. */
export function fromFilter(filter: WireFilter, pointer = '/filter'): Filter {
  let filters = 0

  function convert(wire: WireFilter, at: string, depth: number): Filter {
    filters += 1
    if (depth > filterDepthMax) throw faultAt(at, `must not be more than ${filterDepthMax} filters deep`)
    if (filters > filtersMax) throw faultAt(at, `must not be one of more than ${filtersMax} filters`)
    const { and, or, not } = wire
    const convertAll = (list: WireFilter[], name: string) =>
      list.map((inner, i) => convert(inner, `${at}/${name}/${i}`, depth + 1))
    return {
      ...fromConditions(wire, at),
      ...(and && { and: convertAll(and, 'and') }),
      ...(or && { or: convertAll(or, 'or') }),
      ...(not && { not: convert(not, `${at}/not`, depth + 1) }),
    }
  }

  return convert(filter, pointer, 1)
}

function fromConditions(wire: WireFilter, at: string): Filter {
  return {
    tags: wire.tags,
    pathPrefix: wire.path_prefix?.normalize('NFC'),
    imageIds: wire.image_ids,
    takenAt: fromTimeRange(wire.taken_at, `${at}/taken_at`),
    addedAt: fromTimeRange(wire.added_at, `${at}/added_at`),
    location: fromPlace(wire.location, `${at}/location`),
    cameras: wire.camera,
    formats: wire.format as Filter['formats'],
    orientations: wire.orientation as Filter['orientations'],
    width: checkRange(wire.width, `${at}/width`),
    height: checkRange(wire.height, `${at}/height`),
    sizeBytes: checkRange(wire.size_bytes, `${at}/size_bytes`),
    attributes: fromAttributes(wire.attributes, `${at}/attributes`),
  }
}

function fromAttributes(wire: WireFilter['attributes'], at: string): Filter['attributes'] {
  if (wire === undefined) return undefined
  return Object.fromEntries(
    Object.entries(wire).map(([name, condition]) => [name, fromCondition(condition, `${at}/${name}`)]),
  )
}

/** Validation has seen to it that the condition is one for the attribute's type, and for no other. */
function fromCondition({ any, is, min, max, from, before }: WireCondition, at: string): AttributeCondition {
  if (any !== undefined) return { any }
  if (is !== undefined) return { is }
  if (min !== undefined || max !== undefined) return { number: checkRange({ min, max }, at)! }
  return { date: fromTimeRange({ from, before }, at)! }
}

function fromTimeRange(range: WireFilter['taken_at'], at: string): TimeRange | undefined {
  if (range === undefined) return undefined
  const from = range.from === undefined ? undefined : new Date(range.from).toISOString()
  const before = range.before === undefined ? undefined : new Date(range.before).toISOString()
  if (from !== undefined && before !== undefined && Date.parse(from) >= Date.parse(before)) {
    throw faultAt(`${at}/before`, 'must be later than from')
  }
  return { from, before }
}

function checkRange(range: NumberRange | undefined, at: string): NumberRange | undefined {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = range ?? {}
  if (min > max) throw faultAt(`${at}/max`, 'must not be below min')
  return range
}

function fromPlace(place: WireFilter['location'], at: string): Filter['location'] {
  if (place === undefined) return undefined
  const { within, box } = place
  if (box && box.north < box.south) throw faultAt(`${at}/box/north`, 'must not be below south')
  return { ...(within && { within: { centre: within.centre, radiusM: within.radius_m } }), ...(box && { box }) }
}
