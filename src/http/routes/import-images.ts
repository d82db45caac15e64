// POST /images/import: images with their vectors, line by line in and out.
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { AttributeTypes } from '../../attributes.ts'
import type { VectorSpace } from '../../embedder/embedder.ts'
import { createError, faultAt } from '../../errors.ts'
import type { ImageCatalog } from '../../image-catalog.ts'
import type { ImageSearch } from '../../image-search.ts'
import type { ImportOutcome } from '../../import-images.ts'
import { type Line, readLines } from '../../ndjson.ts'
import type { AnswerStore } from '../../store/answer-store.ts'
import { isSameSpace } from '../../store/vector-space.ts'
import type { StoredImage } from '../../store/vector-store.ts'
import { createDocumentParser, lineBytesMax, type ParseDocumentLine, readBeginning } from '../document-lines.ts'
import { hasKey, IdempotencyHeaders } from '../idempotency.ts'
import { importOnce } from '../import-once.ts'
import { toCatalogued, toProblem } from '../problem.ts'
import { ImportedDocument } from '../schemas/image-document.ts'
import { type ImportLine, ImportLine as ImportLineSchema } from '../schemas/import-images.ts'
import { bodyCodes, problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import { stopwatch } from '../stopwatch.ts'

/** Documents of one write: some megabytes, and a pause of the event loop of a few milliseconds. */
const batchMax = 100

const Query = Type.Object(
  {
    model: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description:
          'The name of the model that made the vectors, as /health/ready tells it. Needed where the first line is no header of an export.',
      }),
    ),
    restore: Type.Optional(
      Type.Boolean({ default: false, description: 'Take deleted images back; otherwise their lines fail.' }),
    ),
  },
  { additionalProperties: false },
)
type Query = Static<typeof Query>

/** Text to a generated client; `line` is the schema of its lines. */
const ndjson = (description: string, line: object) => ({
  content: {
    'application/x-ndjson': {
      schema: { type: 'string', contentMediaType: 'application/x-ndjson', contentSchema: line, description } as const,
    },
  },
})

export async function importImagesRoutes(
  app: FastifyInstance,
  {
    catalog,
    imageSearch,
    answers,
    attributeTypes,
  }: {
    catalog: ImageCatalog
    imageSearch: Pick<ImageSearch, 'model'>
    answers: AnswerStore
    attributeTypes: AttributeTypes
  },
): Promise<void> {
  const parse = createDocumentParser(attributeTypes)

  app.route({
    method: 'POST',
    url: '/images/import',
    schema: {
      operationId: 'importImages',
      tags: ['images'],
      summary: 'Add images with their vectors',
      description:
        'Takes documents of the known form, one JSON object a line, as `likeness export` writes them: nothing is embedded, and no file is read. The answer has a line for each, in order, while the request is still being read; the last one has the sums and comes when everything is searchable. A failed line does not stop the others, and the same import again finds what is stored already unchanged. Under an `Idempotency-Key` it has at most 5,000 lines, and its answer comes at the end.',
      headers: IdempotencyHeaders,
      querystring: Query,
      body: ndjson(
        'A document a line (`ImageDocument`), the first perhaps the header of an export (`DocumentsHeader`).',
        ref(ImportedDocument),
      ),
      response: {
        200: {
          description: 'A line for each document (`ImportLine`), then the sums.',
          ...ndjson('An answer a line.', ref(ImportLineSchema)),
        },
        ...problems(
          ...bodyCodes,
          'MODEL_MISMATCH',
          'STORE_READ_ONLY',
          'TIMED_OUT',
          'IDEMPOTENCY_KEY_REUSED',
          'IDEMPOTENCY_KEY_IN_USE',
        ),
      },
    },
    handler: async (request, reply) => {
      const body = request.bodyStream ?? Readable.from([])
      const answered = hasKey(request)
        ? await importOnce({ request, reply, body, answers }, (whole) => begin(request, whole))
        : Readable.from(await begin(request, body))
      return reply.type('application/x-ndjson').send(answered)
    },
  })

  async function begin(request: FastifyRequest, body: AsyncIterable<Uint8Array>): Promise<AsyncGenerator<string>> {
    const { space, documents } = await readBeginning(readLines(body, lineBytesMax), parse)
    checkModel(request, space, imageSearch.model)
    return answer(request, documents, { catalog, parse })
  }
}

/** `space` is that of the header. Errors: VALIDATION_FAILED where nothing names the model; MODEL_MISMATCH. */
function checkModel(request: FastifyRequest, space: VectorSpace | null, model: ImageSearch['model']): void {
  const { model: named } = request.query as Query
  if (space !== null && !isSameSpace(model.space, space)) {
    throw createError(
      'MODEL_MISMATCH',
      `The vectors are of the space “${space.id}”; this service has “${model.space.id}”.`,
    )
  }
  if (named !== undefined && named !== model.name) {
    throw createError('MODEL_MISMATCH', `The vectors are of another model; this service has “${model.name}”.`)
  }
  if (space === null && named === undefined) {
    const detail = 'must name the model that made the vectors, as the first line is no header of an export'
    throw faultAt('/model', detail)
  }
}

type Sums = Omit<NonNullable<ImportLine['summary']>, 'took_ms'>
/** A line of the request: its image, or why it holds none. */
type Read = { number: number } & ({ image: StoredImage } | { error: unknown })

async function* answer(
  request: FastifyRequest,
  lines: AsyncIterable<Line>,
  { catalog, parse }: { catalog: ImageCatalog; parse: ParseDocumentLine },
): AsyncGenerator<string> {
  const elapsedMs = stopwatch()
  const sums: Sums = { created: 0, updated: 0, unchanged: 0, failed: 0, normalised: 0 }
  const write = (line: ImportLine) => `${JSON.stringify(line)}\n`
  const { restore = false } = request.query as Query

  async function* take(batch: Read[]): AsyncGenerator<string> {
    const images = batch.flatMap((read) => ('image' in read ? [read.image] : []))
    const outcomes = await catalog.importImages(images, { restore })
    let next = 0
    for (const read of batch) {
      const outcome = 'image' in read ? outcomes[next++]! : ({ status: 'failed', error: read.error } as const)
      count(sums, outcome)
      yield write(toLine(request, read.number, outcome))
    }
  }

  try {
    let batch: Read[] = []
    for await (const line of lines) {
      request.workSignal.throwIfAborted()
      batch.push(readImage(line, parse))
      if (batch.length < batchMax) continue
      yield* take(batch)
      batch = []
    }
    yield* take(batch)
    await catalog.makeSearchable()
    request.log.info(sums, 'images imported')
    yield write({ summary: { took_ms: elapsedMs(), ...sums } })
  } catch (error) {
    const catalogued = toCatalogued(error)
    request.log.warn({ code: catalogued.code, err: catalogued.cause, ...sums }, 'an import ended early')
    yield write({ problem: toProblem(catalogued, request.id) })
  }
}

function readImage({ number, text }: Line, parse: ParseDocumentLine): Read {
  try {
    const line = parse(text)
    if (line.kind === 'image') return { number, image: line.image }
    return { number, error: createError('BODY_INVALID', 'A header belongs on the first line.') }
  } catch (error) {
    return { number, error }
  }
}

type Outcome = ImportOutcome | { status: 'failed'; error: unknown; imageId?: undefined }

function count(sums: Sums, outcome: Outcome): void {
  sums[outcome.status] += 1
  if (outcome.status !== 'failed' && outcome.isNormalised) sums.normalised += 1
}

function toLine(request: FastifyRequest, line: number, outcome: Outcome): ImportLine {
  const { status, imageId: image_id } = outcome
  const named = image_id === undefined ? { line } : { line, image_id }
  if (outcome.status !== 'failed') return { ...named, status }
  return { ...named, status, problem: toProblem(toCatalogued(outcome.error), request.id) }
}
