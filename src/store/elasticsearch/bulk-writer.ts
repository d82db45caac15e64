// Gathers writes into bulk requests, bounded in number and bytes: what waits while requests are under way goes together in the
// next one. Items that the engine was too busy for are sent again, alone. image-writer.ts says what is written.
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import { createError } from '../../errors.ts'
import type { Fields } from './document.ts'
import type { Engine } from './engine.ts'
import { type EngineError, readTooBusy } from './engine-failure.ts'

export type BulkOperation = {
  kind: 'index' | 'update' | 'delete'
  /** An alias: nothing is written to an index that is not there. */
  alias: string
  id: string
  /** The document; for `update` the fields to change. */
  document?: Fields
}

/** What became of one operation. `source` is the document after an `update`. */
export type BulkOutcome = { error: EngineError | null; source: Fields | null }

export type BulkWriter = {
  /**
   * One outcome an operation, in order. Waits while too many bytes are on their way already. `isSearchable` waits for the next
   * refresh too. Errors: those of the engine, where no outcome is known.
   */
  write(operations: readonly BulkOperation[], options: { isSearchable: boolean }): Promise<BulkOutcome[]>
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>
}

const operationsMax = 500
/** Of one request. A picture takes about 3.5 KB: its vector 2.7. */
const requestBytesMax = 4 * 1024 * 1024
/** Of all that waits or is under way; a caller beyond it waits before its operations are taken. */
const bytesMax = 32 * 1024 * 1024
/** Requests that wait for a refresh hold no processor: more of them keep a single upload from waiting for two. */
const requestsMax = { plain: 4, searchable: 16 }
const firstBackoffMs = 100
const backoffMaxMs = 2_000
/** The part of the time limit that must be left for another try: one that is cut off at once says nothing of the engine. */
const tryShareMin = 0.1
/** The part of the time left that the engine waits for a shard itself, so that its answer comes before the request's end. */
const engineShare = 0.75

type Item = {
  lines: string[]
  bytes: number
  settle(outcome: BulkOutcome): void
  fail(error: unknown): void
}

type Lane = { isSearchable: boolean; requestsMax: number; waiting: Item[]; underWay: Set<Promise<void>> }

export function createBulkWriter(engine: Engine): BulkWriter {
  const lanes: Lane[] = [
    { isSearchable: false, requestsMax: requestsMax.plain, waiting: [], underWay: new Set() },
    { isSearchable: true, requestsMax: requestsMax.searchable, waiting: [], underWay: new Set() },
  ]
  const callers: (() => void)[] = []
  let bytesHeld = 0

  /** Lets the next callers in, in order, while there is room. A caller with more than fits at all gets in alone. */
  function admit(): void {
    while (callers.length > 0 && bytesHeld < bytesMax) callers.shift()!()
  }

  /** Runs `take` when it is this caller's turn. `take` counts what it holds before it returns, so that the next caller waits. */
  function enter<T>(take: () => T): Promise<T> {
    return new Promise((resolve) => {
      callers.push(() => resolve(take()))
      admit()
    })
  }

  function add(lane: Lane, operation: BulkOperation): Promise<BulkOutcome> {
    const lines = toLines(operation)
    const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
    bytesHeld += bytes
    const outcome = Promise.withResolvers<BulkOutcome>()
    const release = <T>(finish: (value: T) => void) => {
      return (value: T) => {
        bytesHeld -= bytes
        finish(value)
      }
    }
    lane.waiting.push({ lines, bytes, settle: release(outcome.resolve), fail: release(outcome.reject) })
    return outcome.promise
  }

  function dispatch(lane: Lane): void {
    while (lane.underWay.size < lane.requestsMax && lane.waiting.length > 0) {
      const sending = send(engine, takeBatch(lane.waiting), lane.isSearchable).finally(() => {
        lane.underWay.delete(sending)
        admit()
        dispatch(lane)
      })
      lane.underWay.add(sending)
    }
  }

  return {
    async write(operations, { isSearchable }) {
      const lane = lanes.find((one) => one.isSearchable === isSearchable)!
      const outcomes = await enter(() => operations.map((operation) => add(lane, operation)))
      // Not at once: what is written in the same turn goes along.
      queueMicrotask(() => dispatch(lane))
      const settled = await Promise.allSettled(outcomes)
      const failed = settled.find((one) => one.status === 'rejected')
      if (failed) throw failed.reason
      return settled.map((one) => (one as PromiseFulfilledResult<BulkOutcome>).value)
    },
    async close() {
      const isBusy = () => callers.length > 0 || lanes.some((lane) => lane.waiting.length + lane.underWay.size > 0)
      // What was taken in this very turn is under way in the next.
      while (isBusy()) await Promise.all([nextTurn(), ...lanes.flatMap(({ underWay }) => [...underWay])])
    },
  }
}

function takeBatch(waiting: Item[]): Item[] {
  let count = 0
  let bytes = 0
  while (count < waiting.length && count < operationsMax) {
    bytes += waiting[count]!.bytes
    if (count > 0 && bytes > requestBytesMax) break
    count += 1
  }
  return waiting.splice(0, count)
}

/** Settles every item; never rejects. */
async function send(engine: Engine, batch: Item[], isSearchable: boolean): Promise<void> {
  const endsAtMs = performance.now() + engine.timeoutMs
  const lastTryMs = endsAtMs - tryShareMin * engine.timeoutMs
  let items = batch
  /** What the engine said of them before. */
  let before: BulkOutcome[] = []
  for (let attempt = 1; items.length > 0; attempt++) {
    // A wait may take longer than it should: then what is known counts, not a try that has no time left.
    if (attempt > 1 && performance.now() > lastTryMs) {
      for (const [i, item] of items.entries()) item.settle(before[i]!)
      return
    }
    try {
      const outcomes = await request(engine, items, isSearchable, endsAtMs)
      const mayRetry = performance.now() + backoffOf(attempt) < lastTryMs
      const isAgain = outcomes.map((outcome) => mayRetry && isTooBusy(outcome))
      for (const [i, item] of items.entries()) if (!isAgain[i]) item.settle(outcomes[i]!)
      items = items.filter((_, i) => isAgain[i])
      before = outcomes.filter((_, i) => isAgain[i])
    } catch (error) {
      for (const item of items) item.fail(error)
      return
    }
    // With jitter, so that several instances do not come back at the same moment.
    if (items.length > 0) await sleep(backoffOf(attempt) * (0.5 + Math.random() / 2))
  }
}

function backoffOf(attempt: number): number {
  return Math.min(firstBackoffMs * 2 ** (attempt - 1), backoffMaxMs)
}

/** What another try can mend. A full disk answers 429 too, and stays full. */
function isTooBusy({ error }: BulkOutcome): boolean {
  if (error === null) return false
  return error.status === 503 || (error.status === 429 && error.type !== 'cluster_block_exception')
}

async function request(engine: Engine, items: Item[], isSearchable: boolean, endsAtMs: number): Promise<BulkOutcome[]> {
  const timeoutMs = Math.max(1, Math.ceil(endsAtMs - performance.now()))
  const response = await engine.call(
    (client, options) =>
      client
        .bulk(
          {
            operations: items.flatMap(({ lines }) => lines),
            require_alias: true,
            refresh: isSearchable ? 'wait_for' : false,
            timeout: `${Math.ceil(timeoutMs * engineShare)}ms`,
          },
          options,
        )
        // A node that takes no more requests says so once, of all items.
        .catch((error) => readTooBusy(error) ?? Promise.reject(error)),
    { timeoutMs },
  )
  if (!('items' in response)) return items.map(() => ({ error: response, source: null }))
  if (response.items.length !== items.length) {
    throw createError('STORE_UNAVAILABLE', 'The vector store did not answer for every item.', { retryAfterS: 2 })
  }
  return response.items.map((item) => {
    const { error, status, get } = Object.values(item)[0]!
    const source = (get?._source as Fields | undefined) ?? null
    return { error: error ? { status, type: error.type, reason: error.reason ?? '' } : null, source }
  })
}

/** Made text at once, so that the bytes are known and nothing changes them while they wait. */
function toLines({ kind, alias, id, document }: BulkOperation): string[] {
  const action = JSON.stringify({
    [kind]: { _index: alias, _id: id, ...(kind === 'update' ? { retry_on_conflict: 5 } : {}) },
  })
  if (kind === 'delete') return [action]
  return [action, JSON.stringify(kind === 'update' ? { doc: document, _source: true } : document)]
}
