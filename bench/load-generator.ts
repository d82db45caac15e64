// The client of the benchmarks, in a process of its own, so that its work delays neither the service nor who measures it. By node:http,
// as `fetch` takes longer than the whole way through the service. bench/serving/generate-load.ts forks it.
import { Agent, type IncomingMessage, request } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { answerParent } from './serving/child-process.ts'
import type { ClosedLoad, LoadOrder, LoadReport, OpenLoad, Sending } from './serving/load-job.ts'
import { createRequestMaker, findAnswerFault, type PreparedRequest } from './serving/make-request.ts'

type Answer = { status: number; endMs: number; tookMs: number; lateMs: number }

/** The last answers to wait for. A request that takes longer is lost, and told as such. */
const lostAfterMs = 120_000

let stop: () => void = () => {}

answerParent(async (order: LoadOrder) => {
  if (order.mode === 'stop') return void stop()
  return order.mode === 'closed' ? runClosed(order) : runOpen(order)
})

async function runClosed({ sending, concurrency, windowMs, requestsMax = Infinity }: ClosedLoad): Promise<LoadReport> {
  const client = createClient(sending)
  let stoppedMs = Number.POSITIVE_INFINITY
  let startMs = 0
  let enoughMs = Number.POSITIVE_INFINITY
  let next = 0
  stop = () => {
    stoppedMs = client.nowMs()
  }
  // The first answers come while the lanes fill and are not measured.
  client.onAnswered = (count) => {
    if (count === concurrency) {
      startMs = client.nowMs()
      if (windowMs === Number.POSITIVE_INFINITY) process.send!({ started: true })
    }
    if (count === 2 * concurrency) enoughMs = Math.max(startMs + windowMs, client.nowMs())
  }
  const endMs = () => Math.min(enoughMs, stoppedMs)
  const lane = async () => {
    while (client.nowMs() < endMs() && next < requestsMax) await client.send(next++, 0)
  }
  await Promise.all(Array.from({ length: concurrency }, lane))
  return client.report({ startMs, endMs: Math.min(endMs(), client.nowMs()) })
}

async function runOpen({ sending, perSecond, durationMs }: OpenLoad): Promise<LoadReport> {
  const client = createClient(sending)
  const count = Math.round((perSecond * durationMs) / 1000)
  const open = new Set<Promise<void>>()
  for (let next = 0; next < count; ) {
    const nowMs = client.nowMs()
    for (; next < count && (next * 1000) / perSecond <= nowMs; next++) {
      const sent = client.send(next, client.nowMs() - (next * 1000) / perSecond).finally(() => open.delete(sent))
      open.add(sent)
    }
    await wait(1)
  }
  await Promise.all(open)
  return client.report({ startMs: 0, endMs: durationMs })
}

function createClient(sending: Sending) {
  const make = createRequestMaker(sending)
  const agent = new Agent({ keepAlive: true })
  const { hostname, port } = new URL(sending.url)
  const beganMs = performance.now()
  const answers: Answer[] = []
  let sent = 0
  let refusedSilently = 0
  let wrongAnswer: string | null = null

  const client = {
    nowMs: () => performance.now() - beganMs,
    onAnswered: (_count: number) => {},
    async send(i: number, lateMs: number): Promise<void> {
      const prepared = make(i)
      const startMs = client.nowMs()
      sent += 1
      const { status, retryAfter, text } = await exchange({ hostname, port, agent }, prepared)
      const endMs = client.nowMs()
      answers.push({ status, endMs, tookMs: endMs - startMs, lateMs })
      if (status === 503 && retryAfter === undefined) refusedSilently += 1
      // Reading numbers takes time that is the measured one's: the first answer stands for the others, but for uploads and failures.
      if (wrongAnswer === null && (i === 0 || status !== 200 || sending.kind === 'upload')) {
        wrongAnswer = findAnswerFault(sending.kind, status, text())
      }
      client.onAnswered(answers.length)
    },
    report(window: LoadReport['window']): LoadReport {
      agent.destroy()
      return {
        status: Uint16Array.from(answers, (answer) => answer.status),
        endMs: Float64Array.from(answers, (answer) => answer.endMs),
        tookMs: Float64Array.from(answers, (answer) => answer.tookMs),
        lateMs: Float64Array.from(answers, (answer) => answer.lateMs),
        sent,
        refusedSilently,
        window,
        wrongAnswer,
      }
    },
  }
  return client
}

type Exchanged = { status: number; retryAfter?: string; text: () => string }

/** Never rejects: what breaks without an answer has status 0. */
function exchange(
  place: { hostname: string; port: string; agent: Agent },
  { method, path, headers, body }: PreparedRequest,
): Promise<Exchanged> {
  const { promise, resolve } = Promise.withResolvers<Exchanged>()
  const broken = (error: Error) => resolve({ status: 0, text: () => error.message })
  const asking = request({ ...place, method, path, headers, timeout: lostAfterMs })
  asking.once('timeout', () => asking.destroy(new Error(`no answer within ${lostAfterMs} ms`)))
  // A refusal may come, and the connection end, before the whole body is sent: then the answer counts and not the broken sending.
  asking.on('error', broken)
  asking.once('response', (response: IncomingMessage) => {
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    response.once('error', broken)
    response.once('end', () => {
      const text = () => Buffer.concat(chunks).toString()
      resolve({ status: response.statusCode!, retryAfter: response.headers['retry-after'], text })
    })
  })
  for (const piece of body) asking.write(piece)
  asking.end()
  return promise
}

process.send!({ ready: true })
