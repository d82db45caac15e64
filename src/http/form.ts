// Multipart bodies: read into memory within the limits, and shaped so that the same schemas validate them as JSON bodies.
import type { FastifyRequest } from 'fastify'
import { createError, type ErrorCode, faultAt, isLikenessError } from '../errors.ts'

/** A picture that came in a form. */
export type FormFile = {
  /** As the client named it; not a safe name. */
  fileName: string
  bytes: Buffer
}

/** How the fields of one operation's form are read. */
export type FormShape = {
  /** Fields that may be given more than once, read as arrays. */
  lists: readonly string[]
}

/** Fields of JSON that are lists: given once as an array, or once for each entry, which is how generated clients write them. */
const jsonLists: readonly string[] = ['metadata', 'parts', 'exclude']

/** Parameters of addresses that hold one JSON value. */
export const jsonParameters = ['filter', 'attributes'] as const

/** The fields, in forms and addresses alike, that hold JSON. */
export const jsonFields: readonly string[] = [...jsonParameters, ...jsonLists]

export type Form = {
  /** Fields and files by name: the body that the schema validates. */
  body: Record<string, unknown>
  /** The names of all parts in the order they came. */
  order: string[]
}

const filesMax = 64
const fieldsMax = 128
const fieldBytesMax = 256 * 1024

/** What @fastify/multipart and its parser call the failures, in our catalogue. */
const multipartCodes: Record<string, [ErrorCode, string]> = {
  FST_REQ_FILE_TOO_LARGE: ['IMAGE_TOO_LARGE', 'A file of the form has more bytes than one picture may have.'],
  FST_FILES_LIMIT: ['VALIDATION_FAILED', `The form has more than ${filesMax} files.`],
  FST_FIELDS_LIMIT: ['VALIDATION_FAILED', `The form has more than ${fieldsMax} fields.`],
  FST_INVALID_JSON_FIELD_ERROR: ['BODY_INVALID', 'A part of the form is declared to be JSON and is not.'],
  FST_PROTO_VIOLATION: ['BODY_INVALID', 'A part of the form has a name that is not allowed.'],
  FST_PARTS_LIMIT: ['VALIDATION_FAILED', `The form has more than ${filesMax + fieldsMax} parts.`],
}

/**
 * Reads the whole form. Errors: IMAGE_TOO_LARGE for a file, BODY_TOO_LARGE for the form, BODY_INVALID for one that is cut
 * short or malformed, VALIDATION_FAILED for a field that is given twice or is not the JSON it should be.
 */
export async function readForm(
  request: FastifyRequest,
  shape: FormShape,
  limits: { imageBytesMax: number; requestBytesMax: number },
): Promise<Form> {
  const form: Form = { body: {}, order: [] }
  let bytesRead = 0
  try {
    const parts = request.parts({
      isPartAFile,
      limits: {
        fileSize: limits.imageBytesMax,
        files: filesMax,
        fields: fieldsMax,
        parts: filesMax + fieldsMax,
        fieldSize: fieldBytesMax,
      },
    })
    for await (const part of parts) {
      if (part.type === 'file') {
        const bytes = await part.toBuffer()
        bytesRead += bytes.length
        if (bytesRead > limits.requestBytesMax) throw createError('BODY_TOO_LARGE', 'The form has too many bytes.')
        addValue(form, shape, part.fieldname, { fileName: part.filename ?? '', bytes } satisfies FormFile)
      } else {
        if (part.valueTruncated || part.fieldnameTruncated) {
          throw createError('BODY_TOO_LARGE', `A field of the form is longer than ${fieldBytesMax} bytes.`)
        }
        addValue(form, shape, part.fieldname, part.value)
      }
    }
  } catch (error) {
    throw toFormError(error)
  }
  return form
}

/** Some clients send a picture without a name for its file; it is known by its type then. Browsers give JSON with a type a name. */
function isPartAFile(name: string | undefined, contentType: string | undefined, fileName: string | undefined): boolean {
  if (jsonFields.includes(name ?? '') && /^application\/json/i.test(contentType ?? '')) return false
  return fileName !== undefined || /^(image\/|application\/octet-stream)/i.test(contentType ?? '')
}

function addValue(form: Form, { lists }: FormShape, name: string, raw: unknown): void {
  const value = jsonFields.includes(name) ? parseJsonField(name, raw) : raw
  form.order.push(name)
  const before = form.body[name]
  if (jsonLists.includes(name) && (before !== undefined || isEntry(value))) {
    // What was no list before is left as it is, for the schema to refuse.
    form.body[name] = Array.isArray(before ?? []) ? [before ?? [], value].flat() : before
    return
  }
  if (lists.includes(name)) {
    form.body[name] = Array.isArray(before) ? [...before, value] : [value]
    return
  }
  if (before !== undefined) {
    throw createError('VALIDATION_FAILED', `The field "${name.slice(0, 64)}" is given more than once.`, {
      faults: [{ pointer: `/${name.slice(0, 64)}`, detail: 'must be given once' }],
    })
  }
  form.body[name] = value
}

function isEntry(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A parameter that holds one JSON value, in a form or in an address. Errors: VALIDATION_FAILED. */
export function parseJsonField(name: string, raw: unknown): unknown {
  if (Buffer.isBuffer((raw as Partial<FormFile> | null)?.bytes)) {
    throw faultAt(`/${name}`, 'must be a field, not a file')
  }
  try {
    return typeof raw === 'string' ? JSON.parse(raw) : raw
  } catch (cause) {
    throw faultAt(`/${name}`, 'must be well-formed JSON', { cause })
  }
}

function toFormError(error: unknown): unknown {
  const { code } = error as { code?: string }
  const known = code === undefined ? undefined : multipartCodes[code]
  if (known) {
    const faults = known[0] === 'VALIDATION_FAILED' ? [{ pointer: '', detail: known[1] }] : []
    return createError(known[0], known[1], { cause: error, faults })
  }
  if (isLikenessError(error)) return error
  return createError('BODY_INVALID', 'The multipart body is malformed or cut short.', { cause: error })
}
