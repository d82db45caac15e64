// Lines of documents: images with their vectors as text, and back. The route of imports and the commands for documents use it; the
// schemas are schemas/image-document.ts.
import type { TSchema } from 'typebox'
import type { AttributeTypes } from '../attributes.ts'
import type { VectorSpace } from '../embedder/embedder.ts'
import { createError, faultAt } from '../errors.ts'
import type { Line } from '../ndjson.ts'
import type { ImageRecord, StoredImage } from '../store/vector-store.ts'
import { vectorToBase64 } from '../vector.ts'
import { fromAttributeValues } from './attribute-map.ts'
import { declareAttributes } from './attribute-schemas.ts'
import { toCatalogued } from './problem.ts'
import { reservedImageIds } from './schemas/image.ts'
import { DocumentsHeader, ImageDocument } from './schemas/image-document.ts'
import { ref } from './schemas/ref.ts'
import { schemas } from './schemas/schemas.ts'
import { createValidatorCompiler } from './validation.ts'
import { toWireImage } from './wire-map.ts'

/** A vector of 4,096 numbers in full, and everything else that an image may have. */
export const lineBytesMax = 256 * 1024

/** Of a side: what every store keeps. The contract does not say it, as a bound is no change for a minor version (docs/api.md). */
const pixelsMax = 2 ** 31 - 1

export type VectorForm = 'numbers' | 'base64'

export type DocumentLine = { kind: 'header'; space: VectorSpace } | { kind: 'image'; image: StoredImage }

export function formatHeader(space: VectorSpace, exportedAt: Date): string {
  const header: DocumentsHeader = {
    format: 'likeness-images',
    version: 1,
    space: {
      id: space.id,
      image_tower_sha256: space.imageTowerSha256,
      preprocessing: space.preprocessing,
      dims: space.dims,
    },
    exported_at: exportedAt.toISOString(),
  }
  return JSON.stringify(header)
}

export function formatDocument({ record, vector }: StoredImage, form: VectorForm): string {
  const { links: _links, ...fields } = toWireImage(record)
  const { image_id, image_name, relative_path, ...rest } = fields
  const image_embedding = form === 'base64' ? vectorToBase64(vector) : Array.from(vector, shorten)
  // The known form first, as people look at the beginning of a line.
  const document = { image_id, image_name, relative_path, ...rest, origin: record.origin, image_embedding }
  return JSON.stringify(document satisfies ImageDocument)
}

/** The shortest number that is the same float32: nine digits always are. */
function shorten(x: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(x.toPrecision(digits))
    if (Math.fround(short) === x) return short
  }
  return Number(x.toPrecision(9))
}

/** Reads a line. Errors: BODY_INVALID for what is no JSON object, VALIDATION_FAILED with the places, VECTOR_INVALID. */
export type ParseDocumentLine = (text: string | null) => DocumentLine

/** A reader of documents whose attributes are of these types. */
export function createDocumentParser(types: AttributeTypes): ParseDocumentLine {
  const check = createChecks(types)
  return (text) => {
    if (text === null) {
      throw createError('BODY_INVALID', `The line is no UTF-8, or has more than ${lineBytesMax} bytes.`)
    }
    const value = parseJson(text)
    if ((value as { format?: unknown } | null)?.format === 'likeness-images') {
      const { id, image_tower_sha256, preprocessing, dims } = check<DocumentsHeader>('header', value).space
      return { kind: 'header', space: { id, imageTowerSha256: image_tower_sha256, preprocessing, dims } }
    }
    return { kind: 'image', image: fromDocument(check<ImageDocument>('document', value), types) }
  }
}

export type Beginning = {
  /** Of the header; null where the first line is none. */
  space: VectorSpace | null
  /** The lines that are documents. A first line that cannot be read is among them, and told as such there. */
  documents: AsyncIterable<Line>
}

/** Reads the first line, which may be a header. */
export async function readBeginning(lines: AsyncGenerator<Line>, parse: ParseDocumentLine): Promise<Beginning> {
  const first = await lines.next()
  if (first.done) return { space: null, documents: lines }
  const space = readSpace(first.value, parse)
  return { space, documents: space === null ? prepend(first.value, lines) : lines }
}

function readSpace({ text }: Line, parse: ParseDocumentLine): VectorSpace | null {
  try {
    const line = parse(text)
    return line.kind === 'header' ? line.space : null
  } catch {
    return null
  }
}

async function* prepend(first: Line, rest: AsyncIterable<Line>): AsyncGenerator<Line> {
  yield first
  yield* rest
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw createError('BODY_INVALID', 'The line is not well-formed JSON.', { cause })
  }
}

type Check = (value: unknown) => unknown
type Checks = Record<'header' | 'document', Check>

/** Compiled with the first line, which few processes ever see. */
function createChecks(types: AttributeTypes) {
  let checks: Checks | undefined
  return function check<T>(kind: keyof Checks, value: unknown): T {
    checks ??= compileChecks(types)
    const result = checks[kind](value)
    const { error } = result as { error?: unknown[] }
    if (error) throw toCatalogued({ validation: error })
    checkValues(value as Partial<ImageDocument>)
    return value as T
  }
}

/** What the schema does not say. */
function checkValues({ image_id, width, height }: Partial<ImageDocument>): void {
  if (image_id !== undefined && reservedImageIds.includes(image_id)) throw faultAt('/image_id', 'is a reserved word')
  for (const [name, side] of Object.entries({ width, height })) {
    if ((side ?? 0) > pixelsMax) throw faultAt(`/${name}`, `must be <= ${pixelsMax}`)
  }
}

function compileChecks(types: AttributeTypes): Checks {
  const compile = createValidatorCompiler(declareAttributes(schemas, types))
  const of = (schema: TSchema) => compile({ schema: ref(schema), method: 'POST', url: '', httpPart: 'body' }) as Check
  return { header: of(DocumentsHeader), document: of(ImageDocument) }
}

/** What a document leaves out is unknown: the vector may be all that another program has made of a picture. */
function fromDocument(document: ImageDocument, types: AttributeTypes): StoredImage {
  const { relative_path } = document
  const record: ImageRecord = {
    imageId: document.image_id,
    imageName: document.image_name ?? relative_path.slice(relative_path.lastIndexOf('/') + 1),
    relativePath: relative_path,
    tags: document.tags ?? [],
    caption: document.caption ?? null,
    attributes: fromAttributeValues(document.attributes ?? {}, types),
    takenAt: toUtc(document.taken_at),
    location: document.location ?? null,
    camera: document.camera ?? null,
    addedAt: toUtc(document.added_at),
    updatedAt: toUtc(document.updated_at),
    width: document.width ?? null,
    height: document.height ?? null,
    format: document.format ?? null,
    sizeBytes: document.size_bytes ?? null,
    fileModifiedAt: toUtc(document.file_modified_at),
    contentSha256: document.content_sha256 ?? null,
    origin: document.origin ?? 'ingest',
  }
  return { record, vector: readVector(document.image_embedding) }
}

function toUtc(time: string | null | undefined): string | null {
  return time ? new Date(time).toISOString() : null
}

function readVector(value: ImageDocument['image_embedding']): Float32Array {
  if (typeof value !== 'string') return Float32Array.from(value)
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length % 4 !== 0) throw createError('VECTOR_INVALID', 'The vector’s bytes are no float32 numbers.')
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4))
}
