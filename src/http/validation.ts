// Validation of requests against the wire schemas, and the faults it finds in words a client can use.
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import type { Fault } from '../errors.ts'
import { jsonFields } from './form.ts'

/** Faults listed in one problem; a client mends the first ones first. */
const faultsMax = 8
/** Characters of a client's own name for a field that a fault repeats. */
const echoedCharsMax = 64
/** Levels of arrays and objects: twice what the deepest filter has. */
const depthMax = 40
const yearZeroMs = Date.UTC(-1, 12)
const yearTenThousandMs = Date.UTC(10_000, 0)

/**
 * Two validators: what arrives as text (addresses, forms) is converted to the type the schema names, JSON is taken as it
 * is, so that `"10"` is no number there.
 */
export function createValidatorCompiler(shared: readonly TSchema[]): FastifySchemaCompiler<TSchema> {
  const strict = createAjv(shared, false)
  const converting = createAjv(shared, 'array')
  return ({ schema, httpPart, contentType }) => {
    const isText = httpPart !== 'body' || contentType === 'multipart/form-data'
    const checks = isText
      ? textChecks(resolveSchema(schema, shared), { strict, converting })
      : [strict.compile(withKeywords(schema))]
    return (data) => {
      const tooDeep = findTooDeep(data)
      if (tooDeep) return { error: tooDeep as ErrorObject[] }
      const failed = checks.find((check) => !check(data))
      const error = failed?.errors ?? findUnusable(data)
      return error ? { error: error as ErrorObject[] } : { value: data }
    }
  }
}

/** The fields of a form or an address, converted; but what their JSON holds is taken as it is. */
function textChecks(schema: TSchema, { strict, converting }: { strict: Ajv; converting: Ajv }): ValidateFunction[] {
  const { $id: _id, ...whole } = withKeywords(schema) as { $id?: string; properties?: Record<string, object> }
  const { properties = {} } = whole
  const json = Object.fromEntries(Object.entries(properties).filter(([name]) => jsonFields.includes(name)))
  const anything = Object.fromEntries(Object.keys(json).map((name) => [name, {}]))
  return [
    converting.compile({ ...whole, properties: { ...properties, ...anything } }),
    strict.compile({ type: 'object', properties: json }),
  ]
}

function resolveSchema(schema: TSchema, shared: readonly TSchema[]): TSchema {
  const { $ref: name } = schema as { $ref?: string }
  return name === undefined ? schema : shared.find((one) => (one as { $id?: string }).$id === name)!
}

/**
 * The first value that fits its schema and is none all the same: a string with half of a surrogate pair, which JSON can
 * spell but no text can hold, and an infinite number, which comes of converting `1e999` and passes every limit of Ajv's.
 */
function findUnusable(value: unknown, path = ''): Partial<ErrorObject>[] | undefined {
  if (typeof value === 'string' && !value.isWellFormed()) {
    return [{ instancePath: path, message: 'must not hold half of a surrogate pair' }]
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return [{ instancePath: path, message: 'must be a finite number' }]
  }
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined
  for (const [name, inner] of Object.entries(value)) {
    const found = findUnusable(inner, `${path}/${escapePointer(name)}`)
    if (found) return found
  }
  return undefined
}

/** Before anything that walks a value by calling itself, and schemas that hold themselves: JSON may be as deep as it is long. */
function findTooDeep(data: unknown): Partial<ErrorObject>[] | undefined {
  let level: { value: object; path: string }[] = isContainer(data) ? [{ value: data, path: '' }] : []
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > depthMax) return [{ instancePath: level[0]!.path, message: 'must not be nested so deep' }]
    const next: typeof level = []
    for (const { value, path } of level) {
      for (const name of Array.isArray(value) ? value.keys() : Object.keys(value)) {
        const inner: unknown = value[name as keyof typeof value]
        if (isContainer(inner)) next.push({ value: inner, path: `${path}/${escapePointer(String(name))}` })
      }
    }
    level = next
  }
  return undefined
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)
}

function createAjv(shared: readonly TSchema[], coerceTypes: false | 'array'): Ajv {
  // An object has a `constructor` that nobody sent.
  const ajv = new Ajv({ coerceTypes, strictTypes: false, ownProperties: true })
  addFormats.default(ajv)
  ajv.addFormat('date-time', isDateTime)
  ajv.addFormat('date-or-date-time', (text) => isDateTime(text) || isDate(text))
  addCheck(ajv, 'isFile', isFile, 'must be a file')
  addCheck(ajv, 'isBase64', isBase64, 'must be base64 with its padding')
  for (const schema of shared) ajv.addSchema(withKeywords(schema))
  return ajv
}

/**
 * Files are strings in the contract but bytes by the time they are validated; what the bytes are, the decoder checks. The
 * contract's pattern for base64 overflows the stack on strings of many megabytes, so that a keyword stands in for it.
 */
function withKeywords<S>(schema: S): S {
  if (Array.isArray(schema)) return schema.map(withKeywords) as S
  if (typeof schema !== 'object' || schema === null) return schema
  if ('format' in schema && schema.format === 'binary') return { isFile: true } as S
  if ('contentEncoding' in schema && schema.contentEncoding === 'base64') return { isBase64: true } as S
  // Read line by line, each with a check of its own.
  if ('contentMediaType' in schema) return {} as S
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withKeywords(value)])) as S
}

function addCheck(ajv: Ajv, keyword: string, fits: (data: unknown) => boolean, message: string): void {
  ajv.addKeyword({ keyword, validate: (_schema: true, data: unknown) => fits(data), error: { message } })
}

/** RFC 3339, of a time that has its place in the years 0 to 9999 in UTC too. Leap seconds are not: JavaScript has none. */
function isDateTime(text: string): boolean {
  const form = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.exec(text)
  const day = new Date(`${form?.[1]}T00:00:00Z`)
  // A 30 February would be taken for the 1 March.
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== form?.[1]) return false
  const time = Date.parse(text.toUpperCase())
  return time >= yearZeroMs && time < yearTenThousandMs
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && isDateTime(`${text}T00:00:00Z`)
}

/** RFC 4648, section 4: the alphabet with `+` and `/`, padded. */
export function isBase64(data: unknown): boolean {
  return typeof data === 'string' && data.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(data)
}

/** A file of a form, or the bytes of a whole body. */
function isFile(data: unknown): boolean {
  return Buffer.isBuffer(data) || Buffer.isBuffer((data as { bytes?: unknown } | null)?.bytes)
}

/** Ajv's errors as faults: the JSON pointer of the place, and what is expected there; never the value that was sent. */
export function describeFaults(errors: readonly Partial<ErrorObject>[]): Fault[] {
  const unions = errors.filter(({ keyword }) => keyword === 'anyOf')
  const union = unions.toSorted((a, b) => a.instancePath!.length - b.instancePath!.length).at(-1)
  return union ? describeUnion(union, errors) : errors.slice(0, faultsMax).map(describeFault)
}

/**
 * The faults of what fits no member of a union. Ajv lists those of every member; the reader meant one of them, most likely
 * the one that fits furthest.
 */
function describeUnion(
  { instancePath: at = '' }: Partial<ErrorObject>,
  errors: readonly Partial<ErrorObject>[],
): Fault[] {
  const pathOf = ({ instancePath = '' }: Partial<ErrorObject>) => instancePath
  const deepest = errors.toSorted((a, b) => pathOf(a).length - pathOf(b).length).at(-1)!
  if (pathOf(deepest).length > at.length) return [describeFault(deepest)]
  const here = errors.filter((error) => pathOf(error) === at)
  const members = Map.groupBy(here, ({ schemaPath = '' }) => schemaPath.slice(0, schemaPath.lastIndexOf('/')))
  const keywords = [...members.values()].map((some) => some.map(({ keyword }) => keyword))
  // It is all that one member asks for, and has what only another may have.
  if (keywords.some((some) => some.includes('additionalProperties') && !some.includes('required'))) {
    return [{ pointer: at, detail: 'must be only one of the things it may be' }]
  }
  const missing = here.flatMap(({ params }) => (params?.missingProperty as string | undefined) ?? [])
  if (missing.length > 0) return [{ pointer: at, detail: `must have ${missing.join(' or ')}` }]
  const own = here.filter(({ keyword }) => keyword !== 'anyOf')
  // A member whose type fits is the one that was meant.
  const meant = own.find(({ keyword }) => keyword !== 'type') ?? own[0]
  return meant ? [describeFault(meant)] : []
}

function describeFault({
  instancePath = '',
  keyword,
  params = {},
  message = 'is not valid',
}: Partial<ErrorObject>): Fault {
  switch (keyword) {
    case 'required':
      return { pointer: `${instancePath}/${escapePointer(params.missingProperty)}`, detail: 'is missing' }
    case 'additionalProperties':
      return { pointer: `${instancePath}/${escapePointer(params.additionalProperty)}`, detail: 'is not known here' }
    case 'enum':
      return { pointer: instancePath, detail: `must be one of ${params.allowedValues.join(', ')}` }
    case 'pattern':
      if (params.pattern === '\\S') return { pointer: instancePath, detail: 'must have a visible character' }
  }
  return { pointer: instancePath, detail: message }
}

function escapePointer(name: string): string {
  return name.slice(0, echoedCharsMax).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')
}
