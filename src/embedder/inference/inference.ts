// Runs one tower's jobs on its threads: interactive before bulk, several in one run where the graph takes them, what a thread had in
// hand when it ended once more. pool.ts calls it, once a tower; job-queue.ts gives the order, worker-pool.ts keeps the threads.
import type { Worker } from 'node:worker_threads'
import { createError, type LikenessError } from '../../errors.ts'
import type { Priority } from '../embedder.ts'
import { createJobQueue, type Queued } from '../job-queue.ts'
import type { EmbedderMeter } from '../meter.ts'
import type { InferenceInputs, WorkerReply, WorkerRequest } from './inference-worker.ts'
import { type InferenceSetup, startWorkerPool, type WorkerPool, type WorkerPoolOptions } from './worker-pool.ts'

/** Token ids of a text, or the pixels of a picture as the decoder gives them. */
export type InferenceInput = number[] | Uint8Array

export type InferenceCall = {
  priority: Priority
  /** Drops a job that has not started. */
  signal?: AbortSignal
  /** Told when a thread takes the job, at its first attempt. */
  onStart?: () => void
}

export type Inference = {
  /** The graph's numbers for one input. INTERNAL when the graph fails, or when two threads in a row ended over the job. */
  run(input: InferenceInput, call: InferenceCall): Promise<Float32Array>
  /** Ends the threads. The caller has waited for its jobs. */
  close(): Promise<void>
}

export type InferenceOptions = WorkerPoolOptions & {
  /** How long an idle thread waits for a fuller run while `isMoreComing`, in milliseconds. */
  batchWaitMs: number
  /** Whether inputs are on their way that will be here soon. */
  isMoreComing: () => boolean
  /** Threads of one more session, for an input that comes alone: all work on it, and it is answered sooner. Null for none. */
  loneThreads: number | null
  meter: EmbedderMeter
}

type Job = Queued & {
  input: InferenceInput
  readyMs: number
  attempts: number
  call: InferenceCall
  resolve(output: Float32Array): void
  reject(reason: unknown): void
}

const attemptsMax = 2

/** Starts the threads and resolves when each has loaded and run its tower. MODEL_INVALID if the pack does not work. */
export async function startInference(setup: InferenceSetup, options: InferenceOptions): Promise<Inference> {
  const { kind, batchMax } = setup
  const { meter, batchWaitMs, isMoreComing, loneThreads } = options
  const queue = createJobQueue<Job>()
  const running = new Map<Worker, Job[]>()
  let holding: NodeJS.Timeout | undefined

  const events = {
    // At the start nobody waits yet.
    onAdded: () => queue.length > 0 && offer(),
    onReply: settle,
    onLost(worker: Worker, cause: unknown) {
      const jobs = running.get(worker) ?? []
      running.delete(worker)
      // Not OVERLOADED: trying again would end the next threads as well.
      retryAlone(jobs, createError('INTERNAL', 'The inference thread ended twice over this input.', { cause }))
      offer()
    },
    onNoneLeft(cause: unknown) {
      // Waiting longer would only hide it.
      for (let jobs = queue.take(1); jobs.length > 0; jobs = queue.take(1)) {
        jobs[0]!.reject(createError('INTERNAL', 'No inference thread can be started.', { cause }))
      }
    },
  }
  const pool = await startWorkerPool(setup, options, events)
  /** Idle while it is not there yet, or cannot be: the others do its work. */
  let lone: WorkerPool | undefined
  const loneStart = loneThreads === null ? null : startLone(loneThreads)

  async function startLone(threads: number): Promise<void> {
    try {
      const alone = { ...setup, threads, isAlone: true, batchMax: 1 }
      lone = await startWorkerPool(alone, { ...options, workers: 1 }, { ...events, onNoneLeft() {} })
    } catch (cause) {
      options.warn('The session for lone inputs cannot be started; they take longer.', cause)
    }
  }

  /** A run that would be small waits once, and shortly, for the inputs that are about to come. */
  function offer(): void {
    const isSmall = pool.takesBatches && queue.length > 0 && queue.length < batchMax
    if (batchWaitMs > 0 && isSmall && pool.idle.length > 0 && isMoreComing()) {
      holding ??= setTimeout(handOut, batchWaitMs)
      return
    }
    handOut()
  }

  function handOut(): void {
    clearTimeout(holding)
    holding = undefined
    if (queue.length === 1 && running.size === 0 && !isMoreComing()) handTo(lone?.idle.pop(), 1)
    while (pool.idle.length > 0 && queue.length > 0) {
      handTo(pool.idle.pop(), pool.takesBatches ? batchMax : 1)
    }
  }

  function handTo(worker: Worker | undefined, countMax: number): void {
    if (worker === undefined) return
    const jobs = queue.take(countMax)
    for (const job of jobs) start(job)
    running.set(worker, jobs)
    worker.postMessage(toRequest(jobs) satisfies WorkerRequest)
  }

  function start(job: Job): void {
    job.attempts += 1
    if (job.attempts > 1) return
    meter.waited(kind, job.priority, performance.now() - job.readyMs)
    job.call.onStart?.()
  }

  function toRequest(jobs: Job[]): InferenceInputs {
    const inputs = jobs.map(({ input }) => input)
    // Pixels lie in shared memory: they are not copied, and still there for a second attempt.
    if (kind === 'image') return { kind, pictures: inputs as Uint8Array[] }
    return { kind, texts: inputs as number[][] }
  }

  function settle(worker: Worker, reply: WorkerReply): void {
    const jobs = running.get(worker) ?? []
    running.delete(worker)
    if (reply.kind === 'output') {
      meter.inferred(kind, jobs.length, reply.ms)
      for (const [i, job] of jobs.entries()) job.resolve(reply.vectors[i]!)
    }
    if (reply.kind === 'failed') {
      const error = createError('INTERNAL', 'The model failed.', { cause: reply.cause })
      // Of several it is not known whose fault it was.
      if (jobs.length > 1) retryAlone(jobs, error)
      else jobs[0]?.reject(error)
    }
    offer()
  }

  /** Each by itself, so that what one of them does to the model or the thread is its own matter. */
  function retryAlone(jobs: Job[], error: LikenessError): void {
    for (const job of jobs.toReversed()) {
      const { signal } = job.call
      if (signal?.aborted) job.reject(signal.reason)
      else if (job.attempts < attemptsMax) queue.putBack(Object.assign(job, { isAlone: true }))
      else job.reject(error)
    }
  }

  return {
    async run(input, call) {
      const { signal, priority } = call
      signal?.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<Float32Array>()
      const shape = kind === 'text' ? `${input.length} tokens` : 'picture'
      const readyMs = performance.now()
      const job: Job = { input, priority, shape, isAlone: false, readyMs, attempts: 0, call, resolve, reject }
      const drop = () => {
        if (queue.remove(job)) reject(signal?.reason)
      }
      signal?.addEventListener('abort', drop, { once: true })
      queue.push(job)
      offer()
      return promise.finally(() => signal?.removeEventListener('abort', drop))
    },
    async close() {
      clearTimeout(holding)
      await loneStart
      await Promise.all([pool.close(), lone?.close()])
    },
  }
}
