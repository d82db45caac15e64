// Examples in the OpenAPI file: one request an operation, which a test sends as it stands. Called by openapi.ts.
import type { OpenAPIV3_1 } from 'openapi-types'
import { type ErrorCode, errorCatalogue } from '../errors.ts'
import { operationsOf } from './openapi-operations.ts'
import type { Problem } from './schemas/problem.ts'

type Example = {
  /** Values of parameters by name. */
  parameters?: Record<string, unknown>
  /** A JSON body by content type. */
  body?: Record<string, unknown>
  /** The file that is the whole body, relative to the repository. */
  picture?: string
  /** The fields of a form; pictures are named by their files, relative to the repository. */
  form?: Record<string, unknown>
}

/** What `animals/chelsea-cat.jpg` of the samples has, as every picture that comes without an id has one of its path. */
const sampleId = 'chelsea-cat-6065699d1083'
/** What the example of an import adds, and that of a removal takes away. */
const importedId = 'IMG_4033'

/** A vector of the built-in model’s length that points along its first axis. */
const exampleDocument = `${JSON.stringify({
  image_id: importedId,
  image_name: 'IMG_4033.jpeg',
  image_embedding: [1, ...Array.from({ length: 511 }, () => 0)],
  relative_path: 'phone/IMG_4033.jpeg',
})}\n`

/** A grey picture of 8 × 8 pixels. */
const examplePictureUri =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADklEQVQI12NogAIGyhgAgIQgAb2ruSwAAAAASUVORK5CYII='

/** All that a search in a form may have but a cursor, so that the reference shows it. */
const formParameters = {
  k: 3,
  num_candidates: 100,
  filter: { path_prefix: 'food/' },
  min_score: 0,
  relevance: 'all',
  collapse: 'near_duplicates',
  fields: ['image_name', 'tags'],
  explain: false,
  facets: ['tags'],
}

/**
 * By operation id. They work as they stand with the sample photos, as `npm run demo` has them; a form’s pictures and `x-example-file` name their files in the
 * repository. Ids of jobs are the service’s own.
 */
const examples: Record<string, Example> = {
  vectorize: {
    body: { 'application/json': { inputs: [{ text: 'a cup of coffee' }, { image: { image_id: sampleId } }] } },
    form: { text: ['a cup of coffee'], image: ['samples/photos/food/coffee-cup.jpg'], encoding_format: 'base64' },
    picture: 'samples/photos/food/coffee-cup.jpg',
  },
  createEmbeddings: {
    body: { 'application/json': { model: 'builtin', input: ['a cup of coffee', examplePictureUri] } },
  },
  getModel: { parameters: { model: 'builtin' } },
  searchByText: {
    body: {
      'application/json': { query: 'a cup of coffee', k: 3, filter: { path_prefix: 'food/' }, facets: ['tags'] },
    },
  },
  searchByTextInAddress: { parameters: { q: 'a cup of coffee', k: 3, mode: 'hybrid' } },
  searchByImage: {
    parameters: { k: 3, fields: ['image_name'] },
    body: { 'application/json': { image: { image_id: sampleId }, k: 3 } },
    form: {
      image: 'samples/photos/food/coffee-cup.jpg',
      exclude: [{ text: 'people' }],
      ...formParameters,
    },
    picture: 'samples/photos/food/coffee-cup.jpg',
  },
  search: {
    body: {
      'application/json': {
        parts: [{ image: { image_id: sampleId } }, { text: 'at night', weight: 0.5 }, { text: 'people', weight: -0.5 }],
        filter: { format: ['jpeg', 'heic'], not: { path_prefix: 'inbox/' } },
        k: 3,
        explain: true,
      },
    },
    form: {
      image: ['samples/photos/animals/chelsea-cat.jpg'],
      parts: [{ image: { upload: 0 } }, { text: 'at night', weight: 0.5 }],
      mode: 'vector',
      ...formParameters,
    },
  },
  searchBatch: {
    body: {
      'application/json': {
        searches: [
          { parts: [{ text: 'a cat' }], k: 1 },
          { parts: [{ text: 'a dog' }], k: 1, fields: ['image_name'] },
        ],
      },
    },
  },
  findDuplicates: { parameters: { limit: 10 } },
  addImages: {
    parameters: { relative_path: 'phone/rocket.jpg', tags: ['space'], taken_at: '2018-02-06T20:45:00Z' },
    form: {
      image: ['samples/photos/nature/dahlia.jpg'],
      metadata: [{ relative_path: 'phone/dahlia.jpg', tags: ['garden'], location: { lat: 52.52, lon: 13.405 } }],
      overwrite: false,
      restore: true,
    },
    picture: 'samples/photos/space/rocket-launch.jpg',
  },
  compareFiles: {
    body: {
      'application/json': {
        files: [
          {
            relative_path: 'animals/chelsea-cat.jpg',
            size_bytes: 2481152,
            file_modified_at: '2024-05-17T18:03:00.000Z',
          },
        ],
      },
    },
  },
  updateImages: {
    body: { 'application/json': { filter: { path_prefix: 'animals/' }, add_tags: ['holiday'], dry_run: true } },
  },
  deleteImages: { body: { 'application/json': { filter: { tags: { any: ['draft'] } }, dry_run: true } } },
  importImages: {
    parameters: { model: 'builtin' },
    body: { 'application/x-ndjson': exampleDocument },
  },
  pruneImages: { body: { 'application/json': { dry_run: true, filter: { path_prefix: 'animals/' } } } },
  startIngestJob: { body: { 'application/json': { path: 'food' } } },
  listJobs: { parameters: { limit: 10 } },
  getJob: { parameters: { job_id: '0b6f3a52-6f0f-4c1a-9f6e-3a5d0e7a1c11' } },
  followJob: { parameters: { job_id: '0b6f3a52-6f0f-4c1a-9f6e-3a5d0e7a1c11' } },
  cancelJob: { parameters: { job_id: '0b6f3a52-6f0f-4c1a-9f6e-3a5d0e7a1c11' } },
  listImages: { parameters: { limit: 10, filter: { path_prefix: 'animals/' } } },
  getFacets: { parameters: { facets: ['tags', 'year'], limit: 10, filter: { path_prefix: 'animals/' } } },
  getImage: { parameters: { image_id: sampleId } },
  updateImage: {
    parameters: { image_id: sampleId },
    body: { 'application/json': { tags: ['cat', 'portrait'] } },
  },
  deleteImage: { parameters: { image_id: importedId } },
  getImageContent: { parameters: { image_id: sampleId } },
  getImageThumbnail: { parameters: { image_id: sampleId, size: 'large' } },
  findSimilarImages: { parameters: { image_id: sampleId, k: 3 } },
}

type Response = OpenAPIV3_1.ResponseObject

/** Puts the examples in their places. */
export function addExamples(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  const problems: Record<string, object> = {}
  for (const operation of operationsOf(document)) {
    const example = examples[operation.operationId ?? ''] ?? {}
    for (const parameter of (operation.parameters ?? []) as OpenAPIV3_1.ParameterObject[]) {
      const value = example.parameters?.[parameter.name]
      // @fastify/swagger takes a schema’s own example for that of the request.
      delete parameter.example
      if (value !== undefined) (parameter.content?.['application/json'] ?? parameter).example = value
    }
    describeBody(operation.requestBody as OpenAPIV3_1.RequestBodyObject | undefined, example)
    for (const response of Object.values(operation.responses ?? {})) describeProblems(response as Response, problems)
  }
  document.components = { ...document.components, examples: problems }
  return document
}

/** Gives a response an example for each of the codes that its description names, and adds those to `problems`. */
function describeProblems({ description, content }: Response, problems: Record<string, object>): void {
  const problem = content?.['application/problem+json']
  if (!problem) return
  const codes = [...description.matchAll(/`([A-Z_]+)`: /g)].map(([, code]) => code as ErrorCode)
  problem.examples = Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]))
  for (const code of codes) problems[code] = { value: exampleProblem(code) }
}

function exampleProblem(code: ErrorCode): Problem {
  const { status, title } = errorCatalogue[code]
  const instance = 'urn:uuid:0f0e3a5e-2c1b-4a4e-9b55-0c7c4a3d6f11'
  return { type: `/problems/${code}`, title, status, detail: `${title}.`, instance, code }
}

function describeBody(
  body: OpenAPIV3_1.RequestBodyObject | undefined,
  { body: json = {}, picture, form }: Example,
): void {
  for (const [contentType, media] of Object.entries(body?.content ?? {})) {
    if (contentType === 'multipart/form-data' && form) media.example = form
    else if (json[contentType] !== undefined) media.example = json[contentType]
    else if (contentType === 'application/octet-stream' && picture) Object.assign(media, { 'x-example-file': picture })
  }
}
