// Bounds how many asynchronous works run at once, in order of arrival. decode-image.ts bounds its memory with it.

export type Slots = {
  /** Runs `work` when a slot is free. A signal drops work that has not started, rejecting with the signal's reason. */
  run<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>
}

/** At most `count` works at once. The line before them is bounded by who calls (pool.ts admits a bounded number). */
export function createSlots(count: number): Slots {
  let free = count
  const waiting = new Set<() => void>()

  async function take(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (free > 0) {
      free -= 1
      return
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const drop = () => {
      waiting.delete(resolve)
      reject(signal?.reason)
    }
    waiting.add(resolve)
    signal?.addEventListener('abort', drop, { once: true })
    await promise.finally(() => signal?.removeEventListener('abort', drop))
  }

  /** Hands the slot to the first in line, or puts it back. */
  function give(): void {
    const [next] = waiting
    if (next === undefined) {
      free += 1
      return
    }
    waiting.delete(next)
    next()
  }

  return {
    async run(work, signal) {
      await take(signal)
      try {
        return await work()
      } finally {
        give()
      }
    },
  }
}
