// A client of the service under test: short ways to ask, and answers with their JSON read.
// service.ts starts what it speaks to; sample-photos.ts has pictures to send.
import type { AddImagesResult } from '../../src/http/schemas/add-images.ts'
import type { Hit, Image } from '../../src/http/schemas/image.ts'
import type { Problem } from '../../src/http/schemas/problem.ts'
import type { SearchResult } from '../../src/http/schemas/search-result.ts'
import type { VectorizeResult } from '../../src/http/schemas/vectorize.ts'

export type Answer<T> = { status: number; headers: Headers; body: T & Partial<Problem> }

/** A file of a form: its name as the client gives it, and its bytes. */
export type PictureFile = { name: string; bytes: Uint8Array }

/** Sends the request and reads the JSON of the answer, whatever its status; `null` for an empty body. */
export async function ask<T>(address: string, init: RequestInit = {}): Promise<Answer<T>> {
  const response = await fetch(address, init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text === '' ? null : JSON.parse(text) }
}

/** Reads the answer's bytes, whatever its status. */
export async function readBytes(address: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await fetch(address, { method, headers })
  return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}

export function json(value: unknown, method = 'POST'): RequestInit {
  return { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}

export function raw(bytes: Uint8Array, contentType = 'image/jpeg'): RequestInit {
  return { method: 'POST', headers: { 'content-type': contentType }, body: new Uint8Array(bytes) }
}

/** A form of its parts in order: texts as fields, files as files. */
export function form(parts: [name: string, value: string | PictureFile][]): RequestInit {
  const body = new FormData()
  for (const [name, value] of parts) {
    if (typeof value === 'string') body.append(name, value)
    else body.append(name, new Blob([new Uint8Array(value.bytes)]), value.name)
  }
  return { method: 'POST', body }
}

/** Adds files by a form with the metadata and options given. */
export function addImages(
  url: string,
  files: PictureFile[],
  { metadata, ...options }: { metadata?: unknown; overwrite?: string; restore?: string } = {},
): Promise<Answer<AddImagesResult>> {
  const fields = Object.entries(options) as [string, string][]
  if (metadata !== undefined) fields.push(['metadata', JSON.stringify(metadata)])
  return ask(`${url}/images`, form([...fields, ...files.map((file): [string, PictureFile] => ['image', file])]))
}

/** Adds one picture at a path and resolves to its record; throws where it is not new. */
export async function addAt(url: string, relativePath: string, bytes: Uint8Array, metadata = {}): Promise<Image> {
  const answer = await addImages(url, [{ name: 'any.jpg', bytes }], {
    metadata: [{ relative_path: relativePath, ...metadata }],
  })
  if (answer.status !== 201) throw new Error(`The picture was not added: ${JSON.stringify(answer.body)}`)
  return answer.body.results[0]!.image!
}

export const vectorize = (url: string, init: RequestInit) => ask<VectorizeResult>(`${url}/vectorize`, init)

/** The vectors of the inputs, as arrays of numbers. */
export async function vectorsOf(url: string, inputs: unknown[]): Promise<number[][]> {
  const { body } = await vectorize(url, json({ inputs }))
  return body.vectors.map(({ vector }) => vector as number[])
}

export const search = (address: string, init: RequestInit = {}) => ask<SearchResult>(address, init)

export const pathsOf = (hits: Hit[]) => hits.map(({ relative_path }) => relative_path)

export function cosine(a: number[], b: number[]): number {
  const dot = (x: number[], y: number[]) => x.reduce((sum, one, i) => sum + one * y[i]!, 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}
