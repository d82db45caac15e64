// A double of Elasticsearch's inference API, as a cluster with machine learning cannot be run here. It answers what
// Elastic documents, and counts. Paths, bodies and answers are those of these pages; the sentences of errors are the engine's:
// https://www.elastic.co/guide/en/elasticsearch/reference/8.15/infer-trained-model.html (8.3 and newer)
// https://www.elastic.co/guide/en/elasticsearch/reference/8.0/infer-trained-model-deployment.html (8.0 to 8.2)
// https://www.elastic.co/guide/en/elasticsearch/reference/8.3/start-trained-model-deployment.html (429 from a full queue)
import { createHash } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readText } from 'node:stream/consumers'

export type MlMode =
  /** 8.3 and newer, several documents a call. */
  | 'modern'
  /** As the pages have it for NLP models: one document a call. */
  | 'single'
  /** 8.0 to 8.2: the path with `deployment`, one document a call. */
  | 'old'
  /** No machine learning: no path of it is known. */
  | 'noMl'
  | 'missing'
  | 'notDeployed'
  /** As 8.0 puts it. */
  | 'mustBeDeployed'
  | 'busy'
  | 'engineTimeout'
  | 'badGateway'
  | 'unavailable'
  | 'broken'
  | 'unlicensed'
  | 'forbidden'
  /** A proxy's page, with status 404. */
  | 'elsewhere'
  | 'redirect'
  /** A server whose error repeats the request's credentials. */
  | 'echo'
  /** Takes the request and never answers. */
  | 'stall'
  /** Closes the connection instead of answering, or within the answer. */
  | 'drop'
  | 'dropWithin'
  | 'wrongDims'
  | 'shortResults'
  | 'noResults'
  | 'noNumbers'
  | 'zeros'
  | 'tooLarge'
  | 'notEmbedding'
  | 'nonJson'
  | 'endless'

export type MlRequest = { path: string; timeout: string | null; authorization: string | undefined; texts: string[] }

export type MlDouble = {
  readonly url: string
  /** How it answers. */
  mode: MlMode
  /** How it answers the next requests, one each, before `mode` counts. */
  next: MlMode[]
  /** Sent with each answer but a good one. */
  retryAfter: string | undefined
  /** When set, what `authorization` must be. */
  authorization: string | undefined
  /** Each request as it came. */
  readonly requests: MlRequest[]
  /** How many documents each request had. */
  readonly sizes: number[]
  /** Requests that were given up before they were answered. */
  readonly givenUp: number
  /** Most requests open at once. */
  readonly openMost: number
  /** Answers wait from `hold` to `release`. */
  hold(): void
  release(): void
  /** Resolves when it is so; asks again whenever a request comes or goes. */
  until(isSo: () => boolean): Promise<void>
  close(): Promise<void>
}

/** Texts with this in them are refused, as a model does that is told not to truncate. */
export const refusedMark = '[refused]'
/** Longer texts are flagged as truncated. */
export const truncatedFromChars = 500

/** A unit vector that depends on nothing but the text. */
export function vectorOf(text: string, dims: number): number[] {
  const bytes = createHash('shake256', { outputLength: dims * 2 })
    .update(text)
    .digest()
  const numbers = Array.from({ length: dims }, (_, i) => bytes.readInt16LE(i * 2) + 0.5)
  const length = Math.hypot(...numbers)
  return numbers.map((x) => x / length)
}

type Reply =
  | { status: number; body: unknown; headers?: Record<string, string> }
  | 'stall'
  | 'drop'
  | 'dropWithin'
  | 'endless'

function failure(status: number, type: string, reason: string): Reply {
  return { status, body: { error: { root_cause: [{ type, reason }], type, reason }, status } }
}

function ok(inference_results: unknown): Reply {
  return { status: 200, body: { inference_results } }
}

/** What each mode answers to a request on the path of 8.3 and newer. */
function reply(mode: MlMode, { path, texts, authorization }: MlRequest, dims: number): Reply {
  const model = decodeURIComponent(path.split('/')[3]!)
  const isOldPath = path.endsWith('/deployment/_infer')
  const results = (width = dims) =>
    texts.map((text) => ({
      predicted_value: vectorOf(text, width),
      ...(text.length >= truncatedFromChars ? { is_truncated: true } : {}),
    }))
  const several = failure(
    400,
    'action_request_validation_exception',
    'Validation Failed: 1: multiple documents are not supported;',
  )
  const noHandler: Reply = { status: 400, body: { error: `no handler found for uri [${path}] and method [POST]` } }
  const refusesOne = texts.some((text) => text.includes(refusedMark))
  const tooLong = 'Input too large. The tokenized input length [600] exceeds the maximum sequence length [512]'
  const status = (code: number, reason: string) => failure(code, 'status_exception', reason)

  switch (mode) {
    case 'old':
      if (!isOldPath) return noHandler
      if (texts.length > 1) return several
      return refusesOne ? status(400, tooLong) : { status: 200, body: results()[0] }
    case 'noMl':
      return noHandler
    case 'missing':
      return failure(404, 'resource_not_found_exception', `Could not find trained model [${model}]`)
    case 'notDeployed':
      return status(409, `Trained model deployment [${model}] is not allocated to any nodes`)
    case 'mustBeDeployed':
      return status(
        400,
        `Model [${model}] must be deployed to use. Please deploy with the start trained model deployment API.`,
      )
    case 'busy':
      return failure(
        429,
        'es_rejected_execution_exception',
        'inference process queue is full. Unable to execute command',
      )
    case 'engineTimeout':
      return status(408, 'timeout [10s] waiting for inference result')
    case 'badGateway':
      return { status: 502, body: '<html>bad gateway</html>' }
    case 'unavailable':
      return failure(
        503,
        'cluster_block_exception',
        'blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];',
      )
    case 'broken':
      return status(500, 'Error in inference process: [broken]')
    case 'unlicensed':
      return failure(403, 'security_exception', 'current license is non-compliant for [ml]')
    case 'forbidden':
      return failure(403, 'security_exception', 'action [cluster:monitor/xpack/ml/inference/infer] is unauthorized')
    case 'elsewhere':
      return { status: 404, body: '<html>nothing here</html>' }
    case 'redirect':
      return { status: 302, body: '', headers: { location: '/_elsewhere' } }
    case 'echo':
      return status(500, `cannot forward {authorization: ${authorization}}`)
    case 'stall':
    case 'drop':
    case 'dropWithin':
    case 'endless':
      return mode
    case 'wrongDims':
      return ok(results(dims - 1))
    case 'shortResults':
      return ok(results().slice(1))
    case 'noResults':
      return { status: 200, body: { took: 3 } }
    case 'noNumbers':
      return ok(results().map(({ predicted_value }) => ({ predicted_value: predicted_value.map(String) })))
    case 'zeros':
      return ok(results().map(({ predicted_value }) => ({ predicted_value: predicted_value.map(() => 0) })))
    case 'tooLarge':
      return ok(results().map(({ predicted_value }) => ({ predicted_value: predicted_value.map(() => 1e300) })))
    case 'notEmbedding':
      return ok(texts.map(() => ({ predicted_value: 'POSITIVE', prediction_probability: 0.99 })))
    case 'nonJson':
      return { status: 200, body: '<html>please log in</html>' }
    case 'single':
    case 'modern':
      if (isOldPath && texts.length > 1) return several
      if (mode === 'single' && texts.length > 1) return several
      if (refusesOne) return status(400, tooLong)
      return isOldPath ? { status: 200, body: results()[0] } : ok(results())
  }
}

/** Listens on a free port of 127.0.0.1. */
export async function startMlDouble(mode: MlMode = 'modern', { dims = 512 } = {}): Promise<MlDouble> {
  const events = new EventEmitter()
  const requests: MlRequest[] = []
  let [open, openMost, givenUp] = [0, 0, 0]
  let gate = Promise.withResolvers<void>()
  gate.resolve()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    openMost = Math.max(openMost, ++open)
    response.once('close', () => {
      open -= 1
      if (!response.writableEnded && !response.headersSent) givenUp += 1
      events.emit('change')
    })
    const { docs } = JSON.parse(await readText(request)) as { docs: { text_field: string }[] }
    const { pathname, searchParams } = new URL(request.url!, 'http://double')
    const { authorization } = request.headers
    const texts = docs.map(({ text_field }) => text_field)
    const came = { path: pathname, timeout: searchParams.get('timeout'), authorization, texts }
    requests.push(came)
    // Taken before the gate: the order in which requests come decides, not the one in which they are let through.
    const how = double.next.shift() ?? double.mode
    events.emit('change')
    await gate.promise
    if (response.destroyed) return
    const isKnown = double.authorization === undefined || double.authorization === authorization
    send(response, isKnown ? reply(how, came, dims) : unauthorised(), double.retryAfter)
  }

  const server = createServer((request, response) => {
    // A client that gives up within its request is no fault here.
    answer(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const double: MlDouble = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mode,
    next: [],
    retryAfter: undefined,
    authorization: undefined,
    requests,
    get sizes() {
      return requests.map(({ texts }) => texts.length)
    },
    get givenUp() {
      return givenUp
    },
    get openMost() {
      return openMost
    },
    hold() {
      gate = Promise.withResolvers<void>()
    },
    release: () => gate.resolve(),
    async until(isSo) {
      while (!isSo()) await once(events, 'change')
    },
    async close() {
      gate.resolve()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return double
}

function unauthorised(): Reply {
  const { status, body } = failure(401, 'security_exception', 'unable to authenticate user [finder]') as {
    status: number
    body: unknown
  }
  return { status, body, headers: { 'www-authenticate': 'Basic realm="security", charset="UTF-8", ApiKey' } }
}

function send(response: ServerResponse, sent: Reply, retryAfter: string | undefined): void {
  response.setHeader('x-elastic-product', 'Elasticsearch')
  if (sent === 'stall') return
  if (sent === 'drop') {
    response.destroy()
    return
  }
  if (sent === 'dropWithin') {
    response.writeHead(200, { 'content-length': 1000 })
    response.write('{"inference_results":', () => response.destroy())
    return
  }
  if (sent === 'endless') {
    response.writeHead(200)
    const chunk = Buffer.alloc(1_000_000, ' ')
    const more = () => {
      if (!response.destroyed) response.write(chunk, more)
    }
    more()
    return
  }
  const { status, body, headers } = sent
  if (status !== 200 && retryAfter !== undefined) response.setHeader('retry-after', retryAfter)
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
