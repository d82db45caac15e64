// Bounds how many asynchronous works run at once; who waits is served in the order of job-queue.ts. decode-image.ts bounds its memory
// with it, and pool.ts the pictures that are decoded in advance.
import type { Priority } from '../embedder.ts'
import { createJobQueue, type Queued } from '../job-queue.ts'

export type SlotOptions = {
  priority?: Priority
  /** Drops work that has not started: the call rejects with the signal's reason. */
  signal?: AbortSignal
}

export type Slots = {
  /** Runs `work` when a slot is free. */
  run<Result>(work: () => Promise<Result>, options?: SlotOptions): Promise<Result>
  /** Takes a slot when one is free; the function returned gives it back, once. */
  hold(options?: SlotOptions): Promise<() => void>
}

type Waiting = Queued & { resolve: () => void }

/** At most `count` works at once. The line before them is bounded by who calls (admission.ts admits a bounded number). */
export function createSlots(count: number): Slots {
  let free = count
  const waiting = createJobQueue<Waiting>()

  async function take({ priority = 'interactive', signal }: SlotOptions): Promise<void> {
    signal?.throwIfAborted()
    if (free > 0) {
      free -= 1
      return
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const job: Waiting = { priority, shape: 'slot', isAlone: true, resolve }
    const drop = () => {
      if (waiting.remove(job)) reject(signal?.reason)
    }
    waiting.push(job)
    signal?.addEventListener('abort', drop, { once: true })
    await promise.finally(() => signal?.removeEventListener('abort', drop))
  }

  /** Hands the slot to the next in line, or puts it back. */
  function give(): void {
    const [next] = waiting.take(1)
    if (next === undefined) free += 1
    else next.resolve()
  }

  async function hold(options: SlotOptions = {}): Promise<() => void> {
    await take(options)
    let isHeld = true
    return () => {
      if (isHeld) give()
      isHeld = false
    }
  }

  return {
    hold,
    async run(work, options) {
      const release = await hold(options)
      try {
        return await work()
      } finally {
        release()
      }
    },
  }
}
