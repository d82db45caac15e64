// Runs inference jobs on worker threads: hands them out, replaces a thread that ends, retries what it had in hand once.
// pool.ts calls it; job-queue.ts gives the order; inference-worker.ts is the thread.
import { Worker } from 'node:worker_threads'
import { createError, type LikenessError } from '../../errors.ts'
import { type ModelPack, modelInvalid } from '../pack/model-pack.ts'
import type { InferenceInput, WorkerReply, WorkerRequest, WorkerSetup } from './inference-worker.ts'
import { createJobQueue } from './job-queue.ts'
import { createRuntimeGuard, type RuntimeGuard, waitForRuntime } from './runtime-guard.ts'

export type Inference = {
  /**
   * The graph's numbers for one input. A signal drops a job that has not started. INTERNAL when the graph fails, or when
   * two threads in a row ended over the job.
   */
  run(input: InferenceInput, signal?: AbortSignal): Promise<Float32Array>
  /** Ends the threads. The caller has waited for its jobs. */
  close(): Promise<void>
}

/** What each thread is started with, but for its guard. */
export type InferenceSetup = Omit<WorkerSetup, 'guard'> & Pick<ModelPack, 'remedy'>

export type SpawnWorker = (setup: WorkerSetup) => Worker

type Job = {
  input: InferenceInput
  attempts: number
  resolve(output: Float32Array): void
  reject(reason: unknown): void
}

const attemptsMax = 2

/** How long to wait before starting a thread again that could not start, as when memory is short. */
const restartDelayMs = 1000

/**
 * The runtime would write a device id below the home folder and report to its makers. It asks the real environment, of
 * which threads have a copy: so this is said here, on the main thread, before the first of them loads it.
 */
function silenceTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY = '1'
}

export const spawnInferenceWorker: SpawnWorker = (setup) =>
  new Worker(new URL('./inference-worker.ts', import.meta.url), { workerData: setup })

export type InferenceOptions = {
  workers: number
  /** Told of an execution provider that cannot be used, once each; the next one in order does its work. */
  warn: (message: string, cause: unknown) => void
  spawnWorker?: SpawnWorker
}

/** Starts `workers` threads and resolves when each has loaded and run its towers. MODEL_INVALID if the pack does not work. */
export async function startInference(
  { remedy, ...setup }: InferenceSetup,
  { workers, warn, spawnWorker = spawnInferenceWorker }: InferenceOptions,
): Promise<Inference> {
  silenceTelemetry()
  const queue = createJobQueue<Job>()
  const threads = new Map<Worker, RuntimeGuard>()
  const idle: Worker[] = []
  const running = new Map<Worker, Job>()
  const restarts = new Set<NodeJS.Timeout>()
  const toldOf = new Set<string>()
  let isClosing = false

  function handOut(): void {
    while (idle.length > 0 && queue.length > 0) {
      const worker = idle.pop()!
      const job = queue.take()!
      job.attempts += 1
      running.set(worker, job)
      // Copied, not transferred: a second attempt needs the pixels again.
      worker.postMessage(job.input satisfies WorkerRequest)
    }
  }

  function settle(worker: Worker, reply: WorkerReply): void {
    const job = running.get(worker)
    running.delete(worker)
    idle.push(worker)
    if (reply.kind === 'output') job?.resolve(reply.output)
    if (reply.kind === 'failed') job?.reject(createError('INTERNAL', 'The model failed.', { cause: reply.cause }))
    handOut()
  }

  async function addWorker(): Promise<void> {
    const guard = createRuntimeGuard()
    const worker = spawnWorker({ ...setup, guard })
    threads.set(worker, guard)
    let failure: unknown
    worker.on('error', (error) => {
      failure = error
    })
    worker.once('exit', () => threads.delete(worker))
    const { unavailable } = await waitUntilReady(worker, setup.manifest.name, remedy)
    for (const { provider, cause } of unavailable) {
      if (!toldOf.has(provider)) warn(`The execution provider ${provider} cannot be used here.`, cause)
      toldOf.add(provider)
    }
    worker.on('message', (reply: WorkerReply) => settle(worker, reply))
    worker.once('exit', () => replace(worker, failure))
    idle.push(worker)
    handOut()
  }

  /** A thread ended, which it never does by itself: its job goes to another, once, and a new thread takes its place. */
  function replace(worker: Worker, cause: unknown): void {
    if (isClosing) return
    const i = idle.indexOf(worker)
    if (i >= 0) idle.splice(i, 1)
    const job = running.get(worker)
    running.delete(worker)
    if (job !== undefined && job.attempts < attemptsMax) queue.putBack(job)
    // Not OVERLOADED: trying again would end the next threads as well.
    else job?.reject(createError('INTERNAL', 'The inference thread ended twice over this input.', { cause }))
    handOut()
    restart()
  }

  function restart(): void {
    addWorker().catch((cause) => {
      if (isClosing) return
      if (idle.length + running.size === 0) failWaiting(cause)
      const timer = setTimeout(() => {
        restarts.delete(timer)
        restart()
      }, restartDelayMs)
      restarts.add(timer)
    })
  }

  /** With no thread left and none to be had, waiting longer would only hide it. */
  function failWaiting(cause: unknown): void {
    for (let job = queue.take(); job !== undefined; job = queue.take()) {
      job.reject(createError('INTERNAL', 'No inference thread can be started.', { cause }))
    }
  }

  /** Asks the threads to end. terminate() would abort the process where it meets a thread that is still loading. */
  async function close(): Promise<void> {
    isClosing = true
    for (const timer of restarts) clearTimeout(timer)
    const ended = [...threads.keys()].map((worker) => new Promise((resolve) => worker.once('exit', resolve)))
    for (const worker of threads.keys()) worker.postMessage({ kind: 'close' } satisfies WorkerRequest)
    await Promise.all(ended)
    process.off('exit', onProcessExit)
  }

  const onProcessExit = () => waitForRuntime(threads.values())
  process.on('exit', onProcessExit)

  const starts = await Promise.allSettled(Array.from({ length: workers }, addWorker))
  const failed = starts.find((start) => start.status === 'rejected')
  if (failed !== undefined) {
    await close()
    throw failed.reason
  }

  return {
    async run(input, signal) {
      signal?.throwIfAborted()
      const { promise, resolve, reject } = Promise.withResolvers<Float32Array>()
      const job: Job = { input, attempts: 0, resolve, reject }
      const drop = () => {
        if (queue.remove(job)) reject(signal?.reason)
      }
      signal?.addEventListener('abort', drop, { once: true })
      queue.push(job)
      handOut()
      return promise.finally(() => signal?.removeEventListener('abort', drop))
    },
    close,
  }
}

type Ready = Extract<WorkerReply, { kind: 'ready' }>

/** Resolves on the thread's `ready`; rejects with MODEL_INVALID, or INTERNAL for a thread that ends before it says a word. */
async function waitUntilReady(worker: Worker, pack: string, remedy: string): Promise<Ready> {
  const { promise, resolve, reject } = Promise.withResolvers<Ready>()
  const ended = (cause: unknown): LikenessError =>
    createError('INTERNAL', 'The inference thread ended while it was starting.', { cause })
  const onMessage = (reply: WorkerReply) => {
    if (reply.kind === 'unusable') reject(modelInvalid(pack, reply.wrong, remedy, reply.cause))
    else resolve(reply as Ready)
  }
  const onError = (error: unknown) => reject(ended(error))
  const onExit = () => reject(ended(undefined))
  worker.once('message', onMessage).once('error', onError).once('exit', onExit)
  return promise.finally(() => worker.off('message', onMessage).off('error', onError).off('exit', onExit))
}
