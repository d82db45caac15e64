// Gathers the texts that wait into batches, for a server that embeds several at once. elasticsearch-text.ts sends them;
// job-queue.ts is the line in which they wait, and admission.ts bounds its length.
import { createError } from '../../errors.ts'
import { createJobQueue, type Queued } from '../job-queue.ts'
import type { TextEmbedder } from '../text-embedder.ts'

export type TextResult = Awaited<ReturnType<TextEmbedder['embed']>>

/** One text and its caller. The first settlement counts; further ones do nothing. */
export type TextJob = Queued & {
  readonly text: string
  /** When the caller gives up, in milliseconds on the clock of performance.now(). */
  readonly endsAtMs: number
  isSettled(): boolean
  /** Resolves when the caller has an answer, or waits for none any more. */
  readonly settled: Promise<void>
  resolve(result: TextResult): void
  reject(reason: unknown): void
}

export type TextBatcherOptions = {
  /** Settles each of the jobs. Errors that it throws go to all of them. */
  send(jobs: TextJob[]): Promise<void>
  /** Most texts of the next batch, asked before each: a server may turn out to take one text a request. */
  textsMax(): number
  /** Most batches under way at once. */
  requestsMax: number
  /** How long a caller waits, from its call to its answer. */
  timeoutMs: number
  /** What a caller is told that waited this long. */
  createTimeoutError(): Error
}

/**
 * A lone text is sent at once. Texts of one turn of the event loop, and those that meet `requestsMax` batches under way,
 * go together in the next one.
 *
 * Errors of `embed`: those of `send`; that of `createTimeoutError`; the signal's reason; SHUTTING_DOWN once closed.
 */
export function createTextBatcher(options: TextBatcherOptions): Omit<TextEmbedder, 'warmUp'> {
  const queue = createJobQueue<TextJob>()
  const open = new Set<TextJob>()
  const underWay = new Set<Promise<void>>()
  let isClosed = false

  function dispatch(): void {
    while (underWay.size < options.requestsMax && queue.length > 0) {
      const jobs = queue.take(options.textsMax())
      const batch = options
        .send(jobs)
        .catch((error) => {
          for (const job of jobs) job.reject(error)
        })
        .finally(() => {
          underWay.delete(batch)
          dispatch()
        })
      underWay.add(batch)
    }
  }

  function addJob(text: string, signal?: AbortSignal): Promise<TextResult> {
    const caller = Promise.withResolvers<TextResult>()
    const { promise: settled, resolve: markSettled } = Promise.withResolvers<void>()
    const settle = (answer: () => void) => {
      if (!open.delete(job)) return
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
      queue.remove(job)
      answer()
      markSettled()
    }
    const job: TextJob = {
      priority: 'interactive',
      shape: 'text',
      isAlone: false,
      text,
      endsAtMs: performance.now() + options.timeoutMs,
      isSettled: () => !open.has(job),
      settled,
      resolve: (result) => settle(() => caller.resolve(result)),
      reject: (reason) => settle(() => caller.reject(reason)),
    }
    const timer = setTimeout(() => job.reject(options.createTimeoutError()), options.timeoutMs)
    const giveUp = () => job.reject(signal?.reason)
    signal?.addEventListener('abort', giveUp, { once: true })
    open.add(job)
    queue.push(job)
    // Not at once: what is called in the same turn goes along.
    queueMicrotask(dispatch)
    return caller.promise
  }

  return {
    async embed(text, signal) {
      if (isClosed) throw closing()
      signal?.throwIfAborted()
      return addJob(text, signal)
    },
    async close() {
      isClosed = true
      for (const job of open) job.reject(closing())
      await Promise.all(underWay)
    },
  }
}

function closing(): Error {
  return createError('SHUTTING_DOWN', 'The embedder is closing.', { retryAfterS: 5 })
}

/** A signal that aborts when nobody waits for any of the jobs any more. */
export function signalOfCallers(jobs: TextJob[]): AbortSignal {
  const controller = new AbortController()
  Promise.all(jobs.map(({ settled }) => settled)).then(() => controller.abort())
  return controller.signal
}
