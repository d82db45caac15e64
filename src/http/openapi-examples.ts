// Examples in the OpenAPI file: one request an operation, which a test sends as it stands. Called by openapi.ts.
import type { OpenAPIV3_1 } from 'openapi-types'

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

/** A vector of the built-in model’s length that points along its first axis. */
const exampleDocument = `${JSON.stringify({
  image_id: 'IMG_4033',
  image_name: 'IMG_4033.jpeg',
  image_embedding: [1, ...Array.from({ length: 511 }, () => 0)],
  relative_path: 'phone/IMG_4033.jpeg',
})}\n`

/** A grey picture of 8 × 8 pixels. */
const examplePictureUri =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADklEQVQI12NogAIGyhgAgIQgAb2ruSwAAAAASUVORK5CYII='

/** By operation id. A form’s pictures and `x-example-file` name files of the repository. The images they name are those of the samples, with one under the id IMG_4032. */
const examples: Record<string, Example> = {
  vectorize: {
    body: { 'application/json': { inputs: [{ text: 'a cup of coffee' }, { image: { image_id: 'IMG_4032' } }] } },
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
    body: { 'application/json': { image: { image_id: 'IMG_4032' }, k: 3 } },
    form: {
      image: 'samples/photos/food/coffee-cup.jpg',
      k: 3,
      filter: { path_prefix: 'food/' },
      exclude: [{ text: 'people' }],
      facets: ['tags'],
    },
    picture: 'samples/photos/food/coffee-cup.jpg',
  },
  search: {
    body: {
      'application/json': {
        parts: [
          { image: { image_id: 'IMG_4032' } },
          { text: 'at night', weight: 0.5 },
          { text: 'people', weight: -0.5 },
        ],
        filter: { format: ['jpeg', 'heic'], not: { path_prefix: 'inbox/' } },
        k: 3,
        explain: true,
      },
    },
    form: {
      image: ['samples/photos/animals/chelsea-cat.jpg'],
      parts: [{ image: { upload: 0 } }, { text: 'at night', weight: 0.5 }],
      k: 3,
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
      image: ['samples/photos/food/coffee-cup.jpg', 'samples/photos/nature/dahlia.jpg'],
      metadata: [
        { relative_path: 'phone/coffee.jpg', tags: ['breakfast'] },
        { relative_path: 'phone/dahlia.jpg', tags: ['garden'], location: { lat: 52.52, lon: 13.405 } },
      ],
    },
    picture: 'samples/photos/space/rocket-launch.jpg',
  },
  compareFiles: {
    body: {
      'application/json': {
        files: [
          {
            relative_path: 'phone/IMG_4032.jpeg',
            size_bytes: 2481152,
            file_modified_at: '2024-05-17T18:03:00.000Z',
          },
        ],
      },
    },
  },
  updateImages: {
    body: { 'application/json': { filter: { path_prefix: 'phone/' }, add_tags: ['holiday'], dry_run: true } },
  },
  deleteImages: { body: { 'application/json': { filter: { tags: { any: ['draft'] } }, dry_run: true } } },
  importImages: {
    parameters: { model: 'builtin' },
    body: { 'application/x-ndjson': exampleDocument },
  },
  pruneImages: { body: { 'application/json': { dry_run: true, filter: { path_prefix: 'phone/' } } } },
  startIngestJob: { body: { 'application/json': { path: 'food' } } },
  listJobs: { parameters: { limit: 10 } },
  getJob: { parameters: { job_id: '0b6f3a52-6f0f-4c1a-9f6e-3a5d0e7a1c11' } },
  followJob: { parameters: { job_id: '0b6f3a52-6f0f-4c1a-9f6e-3a5d0e7a1c11' } },
  cancelJob: { parameters: { job_id: '0b6f3a52-6f0f-4c1a-9f6e-3a5d0e7a1c11' } },
  listImages: { parameters: { limit: 10, filter: { path_prefix: 'phone/' } } },
  getFacets: { parameters: { facets: ['tags', 'year'], limit: 10, filter: { path_prefix: 'phone/' } } },
  getImage: { parameters: { image_id: 'IMG_4032' } },
  updateImage: {
    parameters: { image_id: 'IMG_4032' },
    body: { 'application/json': { tags: ['holiday', 'sea'] } },
  },
  deleteImage: { parameters: { image_id: 'IMG_4032' } },
  getImageContent: { parameters: { image_id: 'IMG_4032' } },
  getImageThumbnail: { parameters: { image_id: 'IMG_4032', size: 'large' } },
  findSimilarImages: { parameters: { image_id: 'IMG_4032', k: 3 } },
}

type Operation = OpenAPIV3_1.OperationObject

/** Puts the examples in their places. */
export function addExamples(document: OpenAPIV3_1.Document): OpenAPIV3_1.Document {
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(path ?? {}) as Operation[]) {
      const example = examples[operation.operationId ?? ''] ?? {}
      for (const parameter of (operation.parameters ?? []) as OpenAPIV3_1.ParameterObject[]) {
        const value = example.parameters?.[parameter.name]
        if (value !== undefined) (parameter.content?.['application/json'] ?? parameter).example = value
      }
      describeBody(operation.requestBody as OpenAPIV3_1.RequestBodyObject | undefined, example)
    }
  }
  return document
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
