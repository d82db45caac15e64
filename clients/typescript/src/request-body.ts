// Turns the body of a call into what fetch sends: JSON, a form, a picture's bytes or lines of JSON, by what the operation takes.

export type EncodedBody = { body: NonNullable<RequestInit['body']>; contentType: string | undefined }

const json = 'application/json'
const form = 'multipart/form-data'
const ndjson = 'application/x-ndjson'

/** What of an operation tells how its body is sent: the types that it takes, and the fields that its form alone has. */
export type BodyShape = { body: readonly string[]; formFields?: readonly string[] }

export function encodeBody(value: unknown, { body: contentTypes, formFields = [] }: BodyShape): EncodedBody {
  // fetch writes the type of a form itself, as it chooses the boundary.
  if (value instanceof FormData) return { body: value, contentType: undefined }
  if (contentTypes.includes(ndjson)) return { body: value as string | Blob | ReadableStream, contentType: ndjson }
  if (value instanceof Blob) return { body: value, contentType: value.type || 'application/octet-stream' }
  if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
    return { body: value as Uint8Array<ArrayBuffer>, contentType: 'application/octet-stream' }
  }
  const isForm = holdsFiles(value) || formFields.some((name) => (value as Record<string, unknown>)[name] !== undefined)
  if (contentTypes.includes(json) && !isForm) return { body: JSON.stringify(value), contentType: json }
  if (contentTypes.includes(form)) return { body: toForm(value as object), contentType: undefined }
  throw new TypeError(`The body must be one of ${contentTypes.join(', ')}.`)
}

/** True for the objects whose fields are the operation's own, of whatever class; their `cursor` is, for one. False for what is sent as it is. */
export function isFields(body: unknown): body is Record<string, unknown> {
  if (typeof body !== 'object' || body === null || ArrayBuffer.isView(body)) return false
  return ![FormData, Blob, ArrayBuffer, ReadableStream].some((sentAsItIs) => body instanceof sentAsItIs)
}

function holdsFiles(value: unknown): boolean {
  return Object.values(value as object).some((field) => [field].flat().some((one: unknown) => one instanceof Blob))
}

/** Files and lists of texts are parts of their own, as often as there are; what is an object, or a list of them, is one part of JSON. */
function toForm(fields: object): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue
    const values: unknown[] = Array.isArray(value) ? value : [value]
    const isOnePart = values.some((one) => typeof one === 'object' && !(one instanceof Blob))
    if (isOnePart) data.append(name, JSON.stringify(value))
    else for (const one of values) data.append(name, one instanceof Blob ? one : String(one))
  }
  return data
}
