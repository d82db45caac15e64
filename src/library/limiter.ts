// Runs at most a few tasks at once, the rest waiting in a bounded queue. Used for the thumbnails.
import { createError } from '../errors.ts'

export type Limiter = <T>(task: () => Promise<T>) => Promise<T>

/** Tasks over `concurrencyMax` wait in order; one that finds `queueLengthMax` waiting rejects with OVERLOADED. */
export function createLimiter(options: { concurrencyMax: number; queueLengthMax: number }): Limiter {
  const waiting: (() => void)[] = []
  let running = 0

  return async (task) => {
    if (running < options.concurrencyMax) running++
    else {
      if (waiting.length >= options.queueLengthMax) {
        throw createError('OVERLOADED', 'Too many thumbnails are being made.', { retryAfterS: 1 })
      }
      // A task that ends hands its place on, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve))
    }
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
