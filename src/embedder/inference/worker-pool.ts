// The threads of one tower: started together, replaced when one ends, ended together. inference.ts gives them work.
import { Worker } from 'node:worker_threads'
import { createError, type LikenessError } from '../../errors.ts'
import { type ModelPack, modelInvalid } from '../pack/model-pack.ts'
import type { WorkerReply, WorkerRequest, WorkerSetup } from './inference-worker.ts'
import { createRuntimeGuard, type RuntimeGuard, waitForRuntime } from './runtime-guard.ts'

/** What each thread is started with, but for its guard. */
export type InferenceSetup = Omit<WorkerSetup, 'guard'> & Pick<ModelPack, 'remedy'>

export type SpawnWorker = (setup: WorkerSetup) => Worker

export type WorkerPoolOptions = {
  workers: number
  /** Told by each thread of an execution provider that cannot be used; the next one in order does its work. */
  warn: (message: string, cause: unknown) => void
  spawnWorker?: SpawnWorker
}

export type WorkerEvents = {
  /** A thread is there, after its start or in place of another. */
  onAdded(): void
  /** The thread is idle again. */
  onReply(worker: Worker, reply: WorkerReply): void
  /** A thread ended, which it never does by itself; another is being started. */
  onLost(worker: Worker, cause: unknown): void
  /** No thread is left, and none can be started for now. */
  onNoneLeft(cause: unknown): void
}

export type WorkerPool = {
  /** Threads that wait for work; whoever takes one gives it a run, after which it is here again. */
  readonly idle: Worker[]
  /** Whether the tower takes several inputs at once. */
  readonly takesBatches: boolean
  close(): Promise<void>
}

/** How long to wait before starting a thread again that could not start, as when memory is short. */
const restartDelayMs = 1000

export const spawnInferenceWorker: SpawnWorker = (setup) =>
  new Worker(new URL('./inference-worker.ts', import.meta.url), { workerData: setup })

/** Resolves when every thread has loaded and run its tower. MODEL_INVALID if the pack does not work. */
export async function startWorkerPool(
  { remedy, ...setup }: InferenceSetup,
  { workers, warn, spawnWorker = spawnInferenceWorker }: WorkerPoolOptions,
  events: WorkerEvents,
): Promise<WorkerPool> {
  const threads = new Map<Worker, RuntimeGuard>()
  const ready = new Set<Worker>()
  const idle: Worker[] = []
  const restarts = new Set<NodeJS.Timeout>()
  let takesBatches = true
  let isClosing = false

  async function addWorker(): Promise<void> {
    const guard = createRuntimeGuard()
    const worker = spawnWorker({ ...setup, guard })
    threads.set(worker, guard)
    let failure: unknown
    worker.on('error', (error) => {
      failure = error
    })
    worker.once('exit', () => threads.delete(worker))
    const tower = await waitUntilReady(worker, setup.manifest.name, remedy)
    takesBatches &&= tower.takesBatches
    for (const { provider, cause } of tower.unavailable) {
      warn(`The execution provider ${provider} cannot be used here.`, cause)
    }
    worker.on('message', (reply: WorkerReply) => {
      idle.push(worker)
      events.onReply(worker, reply)
    })
    worker.once('exit', () => replace(worker, failure))
    ready.add(worker)
    idle.push(worker)
    events.onAdded()
  }

  function replace(worker: Worker, cause: unknown): void {
    if (isClosing) return
    ready.delete(worker)
    const i = idle.indexOf(worker)
    if (i >= 0) idle.splice(i, 1)
    events.onLost(worker, cause)
    restart()
  }

  function restart(): void {
    addWorker().catch((cause) => {
      if (isClosing) return
      if (ready.size === 0) events.onNoneLeft(cause)
      const timer = setTimeout(() => {
        restarts.delete(timer)
        restart()
      }, restartDelayMs)
      restarts.add(timer)
    })
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
    idle,
    get takesBatches() {
      return takesBatches
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
