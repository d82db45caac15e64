// POST /v1/embeddings: what POST /vectorize does, for client libraries of OpenAI's API.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createError, faultAt } from '../../errors.ts'
import type { ImageSearch, VectorizeInput } from '../../image-search.ts'
import { vectorToBase64 } from '../../vector.ts'
import { pictureOf } from '../query-map.ts'
import { EmbeddingsRequest, EmbeddingsResult } from '../schemas/embeddings.ts'
import { pictureCodes, problems } from '../schemas/problem.ts'
import { textCharsMax } from '../schemas/query-parts.ts'
import { ref } from '../schemas/ref.ts'
import { isBase64 } from '../validation.ts'

const pictureStart = 'data:image/'
/** Parameters of the media type may stand before `;base64`. */
const dataUriHead = /^data:image\/[\w.+-]+(;[\w.+-]+=[\w.+-]+)*;base64,/

export async function embeddingsRoutes(
  app: FastifyInstance,
  { imageSearch, requestBytesMax }: { imageSearch: ImageSearch; requestBytesMax: number },
): Promise<void> {
  app.route({
    method: 'POST',
    url: '/v1/embeddings',
    bodyLimit: requestBytesMax,
    schema: {
      operationId: 'createEmbeddings',
      tags: ['openai'],
      summary: 'Turn texts and pictures into vectors, as OpenAI’s API does',
      description:
        'One vector an input, in order, all or nothing; the vectors are those of `POST /vectorize`. A picture is a data URI of an image type, in base64. Arrays of token ids are not taken.',
      body: { content: { 'application/json': { schema: ref(EmbeddingsRequest) } } },
      response: {
        200: { description: 'The vectors.', ...ref(EmbeddingsResult) },
        ...problems(...pictureCodes, 'MODEL_NOT_FOUND', 'TEXT_EMBEDDER_UNAVAILABLE'),
      },
    },
    preValidation: async (request) => refuseTokens(request),
    handler: async (request): Promise<EmbeddingsResult> => {
      const { model, input, encoding_format = 'float', dimensions } = request.body as EmbeddingsRequest
      const { name, dims } = imageSearch.model
      assertServed(model, name)
      if (dimensions !== undefined && dimensions !== dims) {
        throw faultAt('/dimensions', `must be ${dims}, as the model’s vectors have`)
      }
      const inputs = Array.isArray(input)
        ? input.map((one, i) => fromInput(one, `/input/${i}`))
        : [fromInput(input, '/input')]
      const vectors = await imageSearch.vectorize(inputs, { signal: request.workSignal })
      const tokens = vectors.reduce((sum, { tokens }) => sum + (tokens ?? 0), 0)
      return {
        object: 'list',
        data: vectors.map(({ vector, truncated }, index) => ({
          object: 'embedding',
          index,
          embedding: encoding_format === 'base64' ? vectorToBase64(vector) : Array.from(vector),
          ...(truncated ? { truncated } : {}),
        })),
        model: name,
        usage: { prompt_tokens: tokens, total_tokens: tokens },
      }
    },
  })
}

/** Errors: MODEL_NOT_FOUND. */
export function assertServed(asked: string, served: string): void {
  if (asked === served) return
  throw createError('MODEL_NOT_FOUND', `This service serves the model "${served}" and no other.`, {
    faults: [{ pointer: '/model', detail: `must be ${served}` }],
  })
}

/** Some libraries tokenise texts themselves, for OpenAI's models. The schema would only say that a string is expected. */
function refuseTokens({ body }: FastifyRequest): void {
  const input = (body as { input?: unknown } | null)?.input
  if (!Array.isArray(input)) return
  const at = input.findIndex((one) => typeof one === 'number' || Array.isArray(one))
  if (at === -1) return
  throw faultAt(`/input/${at}`, 'must be text: token ids of another model’s tokenizer mean nothing here')
}

/** Errors: VALIDATION_FAILED. */
function fromInput(input: string, at: string): VectorizeInput {
  if (!input.startsWith(pictureStart)) {
    // A text has at least half as many characters as units.
    if (input.length > textCharsMax && [...input.slice(0, 2 * textCharsMax + 1)].length > textCharsMax) {
      throw faultAt(at, `must NOT have more than ${textCharsMax} characters`)
    }
    return { text: input, at }
  }
  const head = dataUriHead.exec(input)?.[0]
  if (head === undefined)
    throw faultAt(at, 'must be a data URI with its bytes in base64, such as data:image/png;base64,iVBORw0KGgo=')
  const base64 = input.slice(head.length)
  if (!isBase64(base64)) throw faultAt(at, 'must hold base64 with its padding after the comma')
  return { picture: pictureOf(Buffer.from(base64, 'base64')), at }
}
