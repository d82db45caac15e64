// POST /images: one or many pictures into the library, with a result for each.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import type { AttributeTypes } from '../../attributes.ts'
import { createError, type ErrorCode, errorCatalogue, type Fault, type LikenessError } from '../../errors.ts'
import type { ImageCatalog } from '../../image-catalog.ts'
import type { AddOutcome } from '../../keep-picture.ts'
import type { ImageUpload } from '../../place-upload.ts'
import type { AnswerStore } from '../../store/answer-store.ts'
import { answerOnce, hash, IdempotencyHeaders } from '../idempotency.ts'
import { toCatalogued, toProblem } from '../problem.ts'
import type { AddImagesResult, AddResult } from '../schemas/add-images.ts'
import { AddImagesResult as AddImagesResultSchema } from '../schemas/add-images.ts'
import { AddImagesForm, addImagesFormShape, addOptions, rawPicture } from '../schemas/forms.ts'
import { ImageMetadata, Location, reservedImageIds } from '../schemas/image.ts'
import { pictureCodes, problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import { stopwatch } from '../stopwatch.ts'
import { fromMetadata, toWireImage } from '../wire-map.ts'

const { location: _location, ...flatMetadata } = ImageMetadata.properties

const Query = Type.Object(
  {
    ...flatMetadata,
    lat: Type.Optional({ ...Location.properties.lat, description: 'With lon: where it was taken.' }),
    lon: Type.Optional({ ...Location.properties.lon, description: 'With lat: where it was taken.' }),
    ...addOptions,
  },
  { additionalProperties: false },
)
type Query = Static<typeof Query>

type Request = { uploads: ImageUpload[]; overwrite: boolean; restore: boolean }

export async function addImagesRoutes(
  app: FastifyInstance,
  {
    catalog,
    answers,
    attributeTypes,
    requestBytesMax,
  }: { catalog: ImageCatalog; answers: AnswerStore; attributeTypes: AttributeTypes; requestBytesMax: number },
): Promise<void> {
  app.route({
    method: 'POST',
    url: '/images',
    bodyLimit: requestBytesMax,
    config: { form: addImagesFormShape, embeds: 'bulk' },
    schema: {
      operationId: 'addImages',
      tags: ['images'],
      summary: 'Add pictures',
      description:
        'One or many files in a form, or one picture as the whole body with its metadata in the address. One picture: 201 when it is new, 200 when it was there, or its problem. Several: 200 with a result each, or a 503 where none of them could be taken now. A picture is searchable when the call returns. In a form, metadata in the address holds for a file whose own entry says nothing.',
      querystring: Query,
      headers: IdempotencyHeaders,
      body: { content: { 'multipart/form-data': { schema: ref(AddImagesForm) }, ...rawPicture } },
      response: {
        200: { description: 'What became of each file.', ...ref(AddImagesResultSchema) },
        201: { description: 'The one picture is new.', ...ref(AddImagesResultSchema) },
        ...problems(
          ...pictureCodes,
          'PATH_INVALID',
          'PATH_TAKEN',
          'IMAGE_ID_TAKEN',
          'IMAGE_DELETED',
          'STORE_READ_ONLY',
          'IDEMPOTENCY_KEY_REUSED',
          'IDEMPOTENCY_KEY_IN_USE',
        ),
      },
    },
    handler: async (request, reply) => {
      const elapsedMs = stopwatch()
      const asked = readUploads(request, attributeTypes)
      return answerOnce(request, reply, { answers, fingerprint: () => fingerprintOf(asked) }, async () => {
        const { uploads, overwrite, restore } = asked
        const outcomes = await catalog.add(uploads, { overwrite, restore, signal: request.workSignal })
        return answer(request, reply, outcomes, elapsedMs)
      })
    },
  })
}

/** The same pictures with the same metadata, however the form that holds them is written. */
function fingerprintOf({ uploads, ...options }: Request): string {
  const pictures = uploads.map(({ bytes, ...metadata }) => [hash(bytes), metadata])
  return hash(JSON.stringify([options, pictures]))
}

function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  outcomes: AddOutcome[],
  elapsedMs: () => number,
): AddImagesResult {
  const [only] = outcomes
  if (outcomes.length === 1 && only!.status === 'failed') throw pointAtFault(request, only!.error, 0)
  const refusal = refusalOfAll(outcomes)
  if (refusal) throw refusal
  if (outcomes.length === 1 && only!.status === 'created') reply.code(201)
  const results = outcomes.map((outcome, index) => toWireResult(request, outcome, index))
  return { took_ms: elapsedMs(), results }
}

/** Where none could be taken now: the request as a whole may be sent again, under its key too, and is told when. */
function refusalOfAll(outcomes: readonly AddOutcome[]): LikenessError | undefined {
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'failed' ? [toCatalogued(outcome.error)] : []))
  const refusals = errors.filter(({ code }) => errorCatalogue[code].status === 503)
  if (refusals.length < outcomes.length) return undefined
  return refusals.toSorted((a, b) => (b.retryAfterS ?? 1) - (a.retryAfterS ?? 1))[0]
}

function toWireResult(request: FastifyRequest, outcome: AddOutcome, index: number): AddResult {
  if (outcome.status === 'failed') {
    const error = pointAtFault(request, outcome.error, index)
    request.log.info({ code: error.code, index, err: error.cause }, error.message)
    return { index, status: 'failed', problem: toProblem(error, request.id) }
  }
  request.log.info({ image_id: outcome.record.imageId, status: outcome.status }, 'image added')
  return { index, status: outcome.status, image: toWireImage(outcome.record) }
}

/** What of a file's metadata each of these failures is about. */
const faultyFields: Partial<Record<ErrorCode, keyof ImageMetadata>> = {
  PATH_INVALID: 'relative_path',
  PATH_TAKEN: 'relative_path',
  IMAGE_ID_TAKEN: 'image_id',
}

/** The failure of one file, with the place in the request that it is about. */
function pointAtFault(request: FastifyRequest, error: unknown, index: number): LikenessError {
  const catalogued = toCatalogued(error)
  const { code, message, cause } = catalogued
  const field = faultyFields[code]
  if (field === undefined) return catalogued
  return createError(code, message, {
    cause,
    faults: [{ pointer: `${placeOf(request, index)}/${field}`, detail: message }],
  })
}

/** Where the metadata of a file stands in the request. */
function placeOf(request: FastifyRequest, index: number): string {
  return request.isMultipart() ? `/metadata/${index}` : ''
}

function readUploads(request: FastifyRequest, types: AttributeTypes): Request {
  const query = request.query as Query
  const defaults = metadataOfAddress(query)
  const options = { overwrite: query.overwrite ?? false, restore: query.restore ?? true }
  if (Buffer.isBuffer(request.body)) {
    checkMetadata(request, [defaults])
    const upload = { ...fromMetadata(defaults, types), bytes: request.body, fileName: defaults.image_name }
    return { ...options, uploads: [upload] }
  }
  const form = request.body as Static<typeof AddImagesForm>
  if ((form.metadata?.length ?? 0) > form.image.length) {
    throw createError('VALIDATION_FAILED', 'There are more entries of metadata than files.', {
      faults: [{ pointer: '/metadata', detail: `must have at most ${form.image.length} entries, one a file` }],
    })
  }
  const metadata = form.image.map((_file, i) => ({ ...defaults, ...form.metadata?.[i] }))
  checkMetadata(request, metadata)
  return {
    overwrite: form.overwrite ?? options.overwrite,
    restore: form.restore ?? options.restore,
    uploads: form.image.map(({ bytes, fileName }, i) => ({
      ...fromMetadata(metadata[i]!, types),
      bytes,
      fileName,
    })),
  }
}

function metadataOfAddress({ lat, lon, overwrite: _o, restore: _r, ...metadata }: Query): ImageMetadata {
  if ((lat === undefined) !== (lon === undefined)) {
    throw createError('VALIDATION_FAILED', 'lat and lon must be given together.', {
      faults: [{ pointer: lat === undefined ? '/lat' : '/lon', detail: 'is missing' }],
    })
  }
  return lat === undefined || lon === undefined ? metadata : { ...metadata, location: { lat, lon } }
}

/** What a schema cannot say: ids that are routes, and two files of one request in one place. */
function checkMetadata(request: FastifyRequest, metadata: readonly ImageMetadata[]): void {
  const faults: Fault[] = []
  const seen = new Set<string>()
  metadata.forEach((entry, i) => {
    const at = placeOf(request, i)
    if (entry.image_id !== undefined && reservedImageIds.includes(entry.image_id)) {
      faults.push({ pointer: `${at}/image_id`, detail: 'is a reserved word' })
    }
    for (const name of ['image_id', 'relative_path'] as const) {
      const key = `${name}:${entry[name]}`
      if (entry[name] !== undefined && seen.has(key)) {
        faults.push({ pointer: `${at}/${name}`, detail: 'is given for another file of this request too' })
      }
      seen.add(key)
    }
  })
  if (faults.length > 0) {
    throw createError('VALIDATION_FAILED', `${faults[0]!.pointer} ${faults[0]!.detail}.`, { faults })
  }
}
