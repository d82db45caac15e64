// Vectors that were made before, so that nothing is embedded twice: the most recently used, bounded in bytes; and one flight for equal
// inputs that come while the first is being embedded. pool.ts keeps one for texts and one for pictures.
import { LRUCache } from 'lru-cache'
import type { EmbedOptions } from './embedder.ts'
import type { EmbedderMeter, InputKind } from './meter.ts'

/** What is kept; whoever gets it must not change it. */
type Kept = { vector: Float32Array }

export type VectorCache<Value extends Kept> = {
  /**
   * The value under the key, or what `work` makes. `work` gets a signal that aborts when every caller who waits for it has left. A failure
   * is not kept, and is everybody's who waits.
   */
  get(key: string, work: (signal: AbortSignal) => Promise<Value>, options: EmbedOptions): Promise<Value>
  readonly entries: number
  readonly bytes: number
}

type Flight<Value> = { promise: Promise<Value>; waiting: number; controller: AbortController }

/** About what an entry takes beside its key and its numbers. */
const entryBytes = 200

/** With a `bytesMax` of 0 nothing is kept and nothing shared. */
export function createVectorCache<Value extends Kept>(
  kind: InputKind,
  bytesMax: number,
  meter: EmbedderMeter,
): VectorCache<Value> {
  if (bytesMax === 0) return createNoCache(kind, meter)
  const kept = new LRUCache<string, Value>({
    maxSize: bytesMax,
    sizeCalculation: ({ vector }, key) => entryBytes + 2 * key.length + vector.byteLength,
  })
  const flights = new Map<string, Flight<Value>>()

  function depart(name: string, key: string, work: (signal: AbortSignal) => Promise<Value>): Flight<Value> {
    const controller = new AbortController()
    const promise = work(controller.signal)
      .then((value) => {
        kept.set(key, value)
        return value
      })
      .finally(() => {
        if (flights.get(name) === flight) flights.delete(name)
      })
    const flight: Flight<Value> = { promise, waiting: 0, controller }
    flights.set(name, flight)
    return flight
  }

  /** The flight's outcome, or the signal's reason; the last who leaves cancels the flight. */
  async function wait(name: string, flight: Flight<Value>, signal: AbortSignal | undefined): Promise<Value> {
    flight.waiting += 1
    const left = Promise.withResolvers<never>()
    const leave = () => {
      flight.waiting -= 1
      if (flight.waiting === 0) {
        // Whoever comes now must not join a flight that is given up.
        if (flights.get(name) === flight) flights.delete(name)
        flight.controller.abort(signal?.reason)
      }
      left.reject(signal?.reason)
    }
    signal?.addEventListener('abort', leave, { once: true })
    try {
      return await Promise.race([flight.promise, left.promise])
    } finally {
      signal?.removeEventListener('abort', leave)
    }
  }

  return {
    async get(key, work, { signal, priority = 'interactive', onKept }) {
      signal?.throwIfAborted()
      const value = kept.get(key)
      if (value !== undefined) {
        meter.cached(kind, 'hit')
        onKept?.()
        return value
      }
      // By class: who waits for a search must not wait in bulk's line.
      const name = `${priority} ${key}`
      const flight = flights.get(name)
      meter.cached(kind, flight ? 'shared' : 'miss')
      return wait(name, flight ?? depart(name, key, work), signal)
    },
    get entries() {
      return kept.size
    },
    get bytes() {
      return kept.calculatedSize
    },
  }
}

function createNoCache<Value extends Kept>(kind: InputKind, meter: EmbedderMeter): VectorCache<Value> {
  return {
    get(_key, work, { signal }) {
      meter.cached(kind, 'miss')
      return work(signal ?? new AbortController().signal)
    },
    entries: 0,
    bytes: 0,
  }
}
