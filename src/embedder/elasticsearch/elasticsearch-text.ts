// Texts embedded by a model that is deployed in an Elasticsearch cluster. text-embedder.ts is the port; text-batcher.ts
// gathers the texts, elasticsearch-text-request.ts sends them, elasticsearch-text-fault.ts names what goes wrong.
import { createError, isLikenessError } from '../../errors.ts'
import type { TextEmbedder } from '../text-embedder.ts'
import { classify, describeTextEmbedderFault, toFault, toNonsense, toTimedOut } from './elasticsearch-text-fault.ts'
import { createInferRequest, type InferApi, type InferRequestOptions } from './elasticsearch-text-request.ts'
import { createTextBatcher, signalOfCallers, type TextJob, type TextResult } from './text-batcher.ts'

export type ElasticsearchTextOptions = InferRequestOptions & {
  /** For one text, from the call to its answer, with all attempts. */
  timeoutMs: number
  /** How many numbers a vector of the picture model's space has. */
  dims: number
}

/** Most texts of one request, and most requests under way. */
const textsMax = 32
const requestsMax = 4

/**
 * A TextEmbedder on Elasticsearch's inference API:
 *
 * - 8.3 and newer: https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-ml-infer-trained-model
 *   with answers as in https://www.elastic.co/guide/en/elasticsearch/reference/8.15/infer-trained-model.html
 * - 8.0 to 8.2: https://www.elastic.co/guide/en/elasticsearch/reference/8.0/infer-trained-model-deployment.html
 * - a full queue is a 429: https://www.elastic.co/guide/en/elasticsearch/reference/8.3/start-trained-model-deployment.html
 *
 * Errors: CONFIG_INVALID for an address or key that cannot be used. Those of `embed`: TEXT_EMBEDDER_UNAVAILABLE with
 * the reason as its cause; INTERNAL for a text that the engine refuses and for answers that make no sense, such as other
 * dims; SHUTTING_DOWN once closed; the signal's reason.
 */
export function createElasticsearchText({ timeoutMs, dims, ...options }: ElasticsearchTextOptions): TextEmbedder {
  const { model } = options
  const request = createInferRequest(options)
  const elsewhere = { model, request }
  // Both are found out by trying: no version is asked for, as a proxy or a serverless cluster may hide it.
  let api: InferApi = 'infer'
  let takesSeveral = true
  const textsMaxNow = () => (api === 'infer' && takesSeveral ? textsMax : 1)

  async function send(jobs: TextJob[]): Promise<void> {
    if (jobs.length > textsMaxNow()) {
      await sendOneByOne(jobs)
      return
    }
    const via = api
    const texts = jobs.map(({ text }) => text)
    const endsAtMs = Math.max(...jobs.map((job) => job.endsAtMs))
    const outcome = await request.send(via, texts, { endsAtMs, signal: signalOfCallers(jobs) })
    const kind = classify(outcome)
    if (kind === 'noApi' && via === 'infer') {
      api = 'deployment'
      await sendOneByOne(jobs)
      return
    }
    // Neither path: the next text starts with the newer one again.
    if (kind === 'noApi') api = 'infer'
    if (kind === 'refused' && jobs.length > 1) {
      // Either the engine takes one text a request, or it does not take one of these: each alone tells which.
      if (await sendOneByOne(jobs)) takesSeveral = false
      return
    }
    if (kind !== null) throw toFault(kind, outcome, elsewhere)
    const { body } = outcome as { body: unknown }
    const results = readResults(via === 'infer' ? body : { inference_results: [body] }, jobs.length, { model, dims })
    for (const [i, job] of jobs.entries()) job.resolve(results[i]!)
  }

  /** Whether the engine took each of them. A fault that is not the text's own ends it for all. */
  async function sendOneByOne(jobs: TextJob[]): Promise<boolean> {
    let tookAll = true
    for (const job of jobs) {
      const isWanted = !job.isSettled()
      if (isWanted) {
        await send([job]).catch((error) => {
          if (!job.isSettled() && !isLikenessError(error, 'INTERNAL')) throw error
          tookAll = false
          job.reject(error)
        })
      }
      tookAll &&= isWanted
    }
    return tookAll
  }

  const batcher = createTextBatcher({
    send,
    textsMax: textsMaxNow,
    requestsMax,
    timeoutMs,
    createTimeoutError: () => toTimedOut(timeoutMs, elsewhere),
  })
  return {
    ...batcher,
    async warmUp() {
      await batcher.embed('a').catch((cause) => {
        throw createError('TEXT_EMBEDDER_UNAVAILABLE', describeTextEmbedderFault(cause), { cause })
      })
    },
  }
}

type Space = { model: string; dims: number }

function readResults(body: unknown, count: number, space: Space): TextResult[] {
  if (body === undefined) throw senseless(space, 'answers with something else than JSON')
  const { inference_results: results } = (body ?? {}) as { inference_results?: unknown }
  if (!Array.isArray(results)) throw senseless(space, 'answers without results')
  if (results.length !== count) throw senseless(space, `gives ${results.length} results for ${count} texts`)
  return results.map((result) => readResult(result, space))
}

function readResult(result: unknown, space: Space): TextResult {
  const { predicted_value: value, is_truncated } = (result ?? {}) as Record<string, unknown>
  if (!Array.isArray(value)) throw senseless(space, 'gives no vector; it must be a model for text_embedding')
  if (value.length !== space.dims) {
    const wanted = `the pictures have ${space.dims} dims; deploy the text tower of the same space`
    throw senseless(space, `gives ${value.length} numbers where ${wanted}`)
  }
  // As float32, in which a large number may become infinite.
  const output = Float32Array.from(value)
  if (!value.every((x) => typeof x === 'number') || !output.every(Number.isFinite)) {
    throw senseless(space, 'gives a vector with something else than finite numbers')
  }
  if (output.every((x) => x === 0)) throw senseless(space, 'gives a vector of zeros')
  return { output, truncated: is_truncated === true }
}

function senseless({ model }: Space, words: string): Error {
  return toNonsense(
    'The text model of the Elasticsearch cluster gave no usable answer.',
    `the model "${model}" ${words}`,
  )
}
