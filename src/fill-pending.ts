// While a store moves from one model to another, instances of both write to it; each leaves the other's records without a
// vector. This makes the vectors that are missing in the space of this instance, in the background. wire.ts starts it.
import { setTimeout as sleep } from 'node:timers/promises'
import { embedRecorded } from './embed-recorded.ts'
import type { Embedder } from './embedder/embedder.ts'
import type { Library } from './library/library.ts'
import type { VectorStore } from './store/vector-store.ts'

/** Of one look. */
const recordsMax = 100
const lookEveryMs = 5_000
/** How long a record that cannot be completed (its file is not there, say) is left alone. */
const pauseAfterFaultMs = 300_000

export type FillParts = { store: VectorStore; embedder: Embedder; library: Library }

export type Filling = { stop(): Promise<void> }

/** Looks every few seconds until it is stopped. `onFault` hears of each record that cannot be completed, by its id. */
export function startFilling(parts: FillParts, onFault: (imageId: string, cause: unknown) => void): Filling {
  const stop = new AbortController()
  const left = new Map<string, number>()
  async function run(): Promise<void> {
    while (!stop.signal.aborted) {
      // A store that does not answer now is asked again.
      await fillOnce(parts, left, stop.signal, onFault).catch(() => {})
      await sleep(lookEveryMs, undefined, { signal: stop.signal, ref: false }).catch(() => {})
    }
  }
  const running = run()
  return {
    async stop() {
      stop.abort()
      await running
    },
  }
}

async function fillOnce(
  parts: FillParts,
  left: Map<string, number>,
  signal: AbortSignal,
  onFault: (imageId: string, cause: unknown) => void,
): Promise<void> {
  const now = performance.now()
  for (const [id, untilMs] of left) if (untilMs < now) left.delete(id)
  // More than are left alone, so that these cannot hide the others.
  const pending = await parts.store.listPending(Math.min(recordsMax + left.size, 1_000))
  for (const record of pending.filter(({ imageId }) => !left.has(imageId))) {
    if (signal.aborted) return
    try {
      const made = await embedRecorded(parts, record, signal)
      if ('reason' in made) throw new Error(made.reason)
      await parts.store.complete({ record, vector: made.vector })
    } catch (error) {
      if (signal.aborted) return
      left.set(record.imageId, now + pauseAfterFaultMs)
      onFault(record.imageId, error)
    }
  }
}
