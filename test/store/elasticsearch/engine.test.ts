// The connection to a cluster, against a double: time limits, cancelling, retries, several nodes, the circuit breaker.
// engine-access.test.ts has who is let in; that a real cluster behaves so is in node-kills.test.ts.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect as connectTo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { createEngine, type Engine } from '../../../src/store/elasticsearch/engine.ts'
import { findFreePort } from '../../support/free-port.ts'
import { type EngineDouble, engineError, startEngineDouble } from './engine-double.ts'

const timeoutMs = 400
/** What a busy machine may add. */
const slackMs = 1_500
/** Far below what any request takes that is given up; far above what none takes. */
const atOnceMs = 100

const counted = () => ({ body: { count: 1, _shards: { total: 1, successful: 1, failed: 0 } } })

function connect(t: Test, doubles: Pick<EngineDouble, 'url'>[], limitMs = timeoutMs): Engine {
  const address = { nodes: doubles.map(({ url }) => url), isHosted: false, auth: null, index: 'pictures' }
  const engine = createEngine(address, { apiKey: null, caFingerprint: null, timeoutMs: limitMs })
  t.teardown(() => engine.close())
  return engine
}

const count = (engine: Engine, call?: { signal?: AbortSignal; timeoutMs?: number }) =>
  engine.call((client, options) => client.count({ index: 'pictures' }, options), call)

async function failureOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  return promise.then(
    () => Promise.reject(new Error('It succeeded.')),
    (error) => error,
  )
}

/** How long it took to fail as unavailable, in milliseconds. */
async function timeToFail(t: Test, promise: Promise<unknown>): Promise<number> {
  const beganMs = performance.now()
  t.match(await failureOf(promise), { code: 'STORE_UNAVAILABLE', retryAfterS: 2 })
  return performance.now() - beganMs
}

/** An address of this machine that nobody listens at. */
async function findDeadUrl(): Promise<string> {
  return `http://127.0.0.1:${await findFreePort()}`
}

/** A port at which connections are neither taken nor refused, as when packets are lost: its listener is stopped, its queue full. */
async function listenDeaf(t: Test): Promise<number> {
  const script = `
    const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 })
    server.once('listening', () => console.log(server.address().port))`
  const child = spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  const [line] = await child.stdout.take(1).toArray()
  const port = Number(String(line))
  child.kill('SIGSTOP')
  for (let isTaken = true; isTaken; ) {
    const knocking = connectTo({ host: '127.0.0.1', port })
    t.teardown(() => knocking.destroy())
    isTaken = await Promise.race([once(knocking, 'connect').then(() => true), sleep(300).then(() => false)])
  }
  return port
}

t.test('a call that gets no answer ends at the time limit, and its connection is closed', async (t) => {
  const double = await startEngineDouble(t, () => 'stall')
  const engine = connect(t, [double])
  const error = await failureOf(count(engine))
  t.match(error, { code: 'STORE_UNAVAILABLE', message: 'The vector store did not answer within 400 ms.' })
  await double.until(() => double.givenUp === 1)
  t.ok((await timeToFail(t, count(engine, { timeoutMs: 100 }))) < 100 + slackMs, 'a call may bring its own limit')
  await double.until(() => double.givenUp === 2)
  t.equal(double.requests.length, 2, 'no request is repeated that took all the time there was')
})

t.test('a call is cancelled when its caller leaves, with its reason, and the connection is closed', async (t) => {
  const double = await startEngineDouble(t, () => 'stall')
  const engine = connect(t, [double], 60_000)
  const reason = new Error('The client is gone.')
  for (let i = 1; i <= 5; i++) {
    const caller = new AbortController()
    const call = count(engine, { signal: caller.signal })
    await double.until(() => double.requests.length === i)
    caller.abort(reason)
    t.equal(await failureOf(call), reason)
    await double.until(() => double.givenUp === i)
  }
  t.equal(await failureOf(count(engine, { signal: AbortSignal.abort(reason) })), reason)
  double.answer = counted
  t.match(await count(engine), { count: 1 }, 'callers that leave do not count against the cluster')
  t.equal(double.requests.length, 6)
})

t.test('a broken connection is tried again, and so is a node that says it is not ready', async (t) => {
  const double = await startEngineDouble(t, counted)
  const engine = connect(t, [double], 10_000)
  double.next = ['drop', 'drop']
  t.match(await count(engine), { count: 1 })
  t.equal(double.requests.length, 3)
  const starting = 'blocked by: [SERVICE_UNAVAILABLE/1/state not recovered / initialized];'
  double.next = [engineError(503, 'cluster_block_exception', starting)]
  t.match(await count(engine), { count: 1 })
  t.equal(double.requests.length, 5)
  double.next = [
    engineError(400, 'parsing_exception', 'Unknown key'),
    engineError(404, 'index_not_found_exception', 'x'),
  ]
  t.match(await failureOf(count(engine)), { code: 'STORE_UNAVAILABLE', message: /mapping/ })
  t.match(await failureOf(count(engine)), { code: 'INDEX_MISSING' })
  t.equal(double.requests.length, 7, 'what the engine refuses is not repeated')
})

t.test('neither a caller that leaves nor the time limit waits for work that does not look', async (t) => {
  const double = await startEngineDouble(t, counted)
  const engine = connect(t, [double])
  const endless = () => new Promise<never>(() => {})
  const reason = new Error('The client is gone.')
  const caller = new AbortController()
  const call = failureOf(engine.call(endless, { signal: caller.signal, timeoutMs: 60_000 }))
  caller.abort(reason)
  t.equal(await call, reason)
  t.match(await failureOf(engine.call(endless)), { code: 'STORE_UNAVAILABLE', message: /within 400 ms/ })
})

t.test('a caller that leaves does not make a node seem dead', async (t) => {
  const stalling = await startEngineDouble(t, () => 'stall')
  const engine = connect(t, [stalling, await startEngineDouble(t, counted)], 60_000)
  for (let i = 0; i < 4; i++) {
    const caller = new AbortController()
    // The nodes take turns: one of the two is answered.
    const calls = [0, 1].map(() => count(engine, { signal: caller.signal }))
    await Promise.any(calls)
    caller.abort(new Error('The client is gone.'))
    await Promise.allSettled(calls)
  }
  stalling.answer = counted
  const { length } = stalling.requests
  for (let i = 0; i < 10; i++) await count(engine)
  t.equal(stalling.requests.length, length + 5, 'it gets its share')
})

t.test('of several nodes a dead one costs no call, and a silent one a few', async (t) => {
  const double = await startEngineDouble(t, counted)
  const withDead = connect(t, [{ url: await findDeadUrl() }, double], 10_000)
  for (let i = 0; i < 20; i++) await count(withDead)
  t.equal(double.requests.length, 20)

  const silent = await startEngineDouble(t, () => 'stall')
  const withSilent = connect(t, [silent, double])
  let failures = 0
  for (let i = 0; i < 20; i++)
    failures += await count(withSilent).then(
      () => 0,
      () => 1,
    )
  t.ok(failures >= 1 && failures <= 3, `${failures} of 20 calls met the silent node`)
  t.equal(silent.requests.length, failures)
})

t.test('a node that takes no connection is passed over within the limit', async (t) => {
  const double = await startEngineDouble(t, counted)
  const port = await listenDeaf(t)
  const engine = connect(t, [{ url: `http://127.0.0.1:${port}` }, double], 2_000)
  t.match(await count(engine), { count: 1 })
})

t.test('a dead cluster costs milliseconds: after three failures nothing is sent until it is time to try', async (t) => {
  const double = await startEngineDouble(t, () => 'stall')
  const engine = connect(t, [double])
  for (let i = 0; i < 3; i++) await timeToFail(t, count(engine))
  t.equal(double.requests.length, 3)
  const beganMs = performance.now()
  for (let i = 0; i < 50; i++) t.match((await failureOf(count(engine))).cause, { message: /circuit breaker/ })
  t.ok(performance.now() - beganMs < atOnceMs, 'fifty calls at once')
  t.equal(double.requests.length, 3, 'and no request')

  double.answer = counted
  let tries = 0
  for (;;) {
    tries += 1
    if (
      await count(engine).then(
        () => true,
        () => false,
      )
    )
      break
    await sleep(50)
  }
  t.ok(tries > 1, 'it recovers by itself')
  t.equal(double.requests.length, 4, 'the first call that is let through')
  t.match(await count(engine), { count: 1 })
})

t.test('while the cluster is away one call at a time finds out whether it is back', async (t) => {
  const double = await startEngineDouble(t, () => 'stall')
  const engine = connect(t, [double])
  await Promise.all(Array.from({ length: 10 }, () => failureOf(count(engine))))
  t.equal(double.requests.length, 10)
  await sleep(600)
  const times = await Promise.all(Array.from({ length: 10 }, () => timeToFail(t, count(engine))))
  t.equal(double.requests.length, 11)
  t.equal(times.filter((time) => time > timeoutMs / 2).length, 1, 'the others are told at once')
})

t.test('nobody listens: the cause is the system’s word for it, and the address stays out', async (t) => {
  const url = await findDeadUrl()
  const engine = connect(t, [{ url }], 10_000)
  const error = await failureOf(count(engine))
  t.match(error, { code: 'STORE_UNAVAILABLE', cause: { message: 'no connection: ECONNREFUSED' } })
  for (let i = 0; i < 2; i++) await timeToFail(t, count(engine))
  t.ok((await timeToFail(t, count(engine))) < atOnceMs)
})

t.test('after the end no call is taken', async (t) => {
  const double = await startEngineDouble(t, counted)
  const engine = connect(t, [double])
  await count(engine)
  await engine.close()
  t.match(await failureOf(count(engine)), { code: 'STORE_UNAVAILABLE', message: 'The store is closed.' })
  t.equal(double.requests.length, 1)
})
