// POST /vectorize: texts and pictures in, vectors out.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Static, Type } from 'typebox'
import { createError } from '../../errors.ts'
import type { ImageSearch, VectorizedInput, VectorizeInput } from '../../image-search.ts'
import { vectorToBase64 } from '../../vector.ts'
import { fromImageInput } from '../query-map.ts'
import { rawPicture, VectorizeForm, vectorizeFormShape } from '../schemas/forms.ts'
import { pictureCodes, problems } from '../schemas/problem.ts'
import { ref } from '../schemas/ref.ts'
import { EncodingFormat, VectorizeRequest, VectorizeResult, vectorizeInputsMax } from '../schemas/vectorize.ts'
import { stopwatch } from '../stopwatch.ts'
import { toWireModel } from '../wire-map.ts'

const Query = Type.Object({ encoding_format: Type.Optional(ref(EncodingFormat)) }, { additionalProperties: false })

export async function vectorizeRoutes(
  app: FastifyInstance,
  { imageSearch, requestBytesMax }: { imageSearch: ImageSearch; requestBytesMax: number },
): Promise<void> {
  app.route({
    method: 'POST',
    url: '/vectorize',
    bodyLimit: requestBytesMax,
    config: { form: vectorizeFormShape, embeds: 'interactive' },
    schema: {
      operationId: 'vectorize',
      tags: ['vectors'],
      summary: 'Turn texts and pictures into vectors',
      description:
        'One vector an input, in order, all or nothing: the first input that fails is the answer. A picture may be sent as base64 in JSON, as a file in a form, or as the whole body. Pictures by URL are not taken.',
      querystring: Query,
      body: {
        content: {
          'application/json': { schema: ref(VectorizeRequest) },
          'multipart/form-data': { schema: ref(VectorizeForm) },
          ...rawPicture,
        },
      },
      response: {
        200: { description: 'The vectors.', ...ref(VectorizeResult) },
        ...problems(...pictureCodes, 'IMAGE_NOT_FOUND', 'TEXT_EMBEDDER_UNAVAILABLE'),
      },
    },
    handler: async (request): Promise<VectorizeResult> => {
      const elapsedMs = stopwatch()
      const { inputs, encoding_format } = readInputs(request)
      const { encoding_format: fromAddress = 'float' } = request.query as Static<typeof Query>
      const encodingFormat = (encoding_format ?? fromAddress) as EncodingFormatName
      if (inputs.length > vectorizeInputsMax) {
        // Texts and pictures of a form together; the schema counts each.
        throw createError('VALIDATION_FAILED', `There must be at most ${vectorizeInputsMax} inputs.`, {
          faults: [{ pointer: '', detail: `must have at most ${vectorizeInputsMax} texts and images together` }],
        })
      }
      const vectors = await imageSearch.vectorize(inputs, { signal: request.workSignal })
      return {
        took_ms: elapsedMs(),
        model: toWireModel(imageSearch.model),
        vectors: vectors.map((vector, index) => toWireVector(vector, index, encodingFormat)),
      }
    },
  })
}

type EncodingFormatName = 'float' | 'base64'

/** The inputs of a body of any kind, and the encoding where the body names one. */
function readInputs(request: FastifyRequest): { inputs: VectorizeInput[]; encoding_format?: unknown } {
  if (Buffer.isBuffer(request.body)) return { inputs: [{ picture: { bytes: request.body, isDisposable: true } }] }
  if (request.isMultipart()) {
    const { text = [], image = [], encoding_format } = request.body as Static<typeof VectorizeForm>
    const texts = text.map((one, i): VectorizeInput => ({ text: one, at: `/text/${i}` }))
    const pictures = image.map(
      ({ bytes }, i): VectorizeInput => ({ picture: { bytes, isDisposable: true }, at: `/image/${i}` }),
    )
    const inputs = request.formOrder.flatMap((name) => {
      const next = name === 'text' ? texts.shift() : name === 'image' ? pictures.shift() : undefined
      return next ? [next] : []
    })
    return { inputs, encoding_format }
  }
  const { inputs, encoding_format } = request.body as VectorizeRequest
  return {
    inputs: inputs.map((input, i) => {
      const at = `/inputs/${i}`
      return 'text' in input ? { ...input, at } : { picture: fromImageInput(input.image), at }
    }),
    encoding_format,
  }
}

function toWireVector(
  { type, vector, truncated }: VectorizedInput,
  index: number,
  encodingFormat: EncodingFormatName,
): VectorizeResult['vectors'][number] {
  return {
    index,
    type,
    vector: encodingFormat === 'base64' ? vectorToBase64(vector) : Array.from(vector),
    ...(truncated ? { truncated } : {}),
  }
}
