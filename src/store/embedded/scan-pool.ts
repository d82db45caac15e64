// The worker threads that scan, and the bounded queue before them. embedded-store.ts is the caller; scan-worker.ts works.
// A worker that dies is replaced when the next scan needs it; the scan that it held is tried once more elsewhere.
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { createError } from '../../errors.ts'
import type { Scan, ScanAnswer, ScanWorkerData } from './scan-messages.ts'
import type { SlotMask } from './slot-mask.ts'
import { partSlotsMin, splitSlots } from './split-slots.ts'
import type { VectorMirror } from './vector-mirror.ts'

const attemptsMax = 2

export type ScanPoolOptions = {
  mirror: Pick<VectorMirror, 'memory' | 'layout'>
  /** Scans that may wait for a worker; one more is refused with OVERLOADED. */
  queueLengthMax: number
}

export type ScanPool = {
  /**
   * The slots that may hold the k nearest, in no order. Rejects with the signal's reason once it is aborted, OVERLOADED
   * when the queue is full, STORE_UNAVAILABLE when workers died of this scan or the pool is closed.
   */
  scan(scan: Scan, signal?: AbortSignal): Promise<Uint32Array>
  /** Refuses what waits and ends the workers. */
  close(): Promise<void>
}

type Job = {
  scan: Scan
  attempts: number
  resolve(slots: Uint32Array): void
  reject(reason: unknown): void
}

/** One place for a worker: which one is there, if any, and what it works on. */
type Seat = { worker: Worker | null; job: Job | null }

/** Starts a worker for each scratch area of the layout and waits until they are ready. */
export async function createScanPool({ mirror, queueLengthMax }: ScanPoolOptions): Promise<ScanPool> {
  const { memory, layout } = mirror
  const kernels = { scan: readKernel('./int8-scan.wasm'), signs: readKernel('./sign-scan.wasm') }
  const seats: Seat[] = Array.from({ length: layout.workers }, () => ({ worker: null, job: null }))
  const queue: Job[] = []
  let closed = false

  function startWorker(seat: Seat): Worker {
    const workerData: ScanWorkerData = { kernels, memory, layout, worker: seats.indexOf(seat) }
    const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), { workerData, execArgv: [] })
    let cause: unknown
    worker.on('message', (answer: ScanAnswer) => {
      if (answer === 'ready') return
      const { job } = seat
      seat.job = null
      job?.resolve(answer)
      dispatch()
    })
    worker.on('error', (error) => {
      cause = error
    })
    worker.on('exit', () => {
      const { job } = seat
      seat.worker = null
      seat.job = null
      if (job) retryOrFail(job, cause)
      dispatch()
    })
    seat.worker = worker
    return worker
  }

  function retryOrFail(job: Job, cause: unknown): void {
    if (!closed && job.attempts < attemptsMax) queue.unshift(job)
    else job.reject(createError('STORE_UNAVAILABLE', 'The search was given up: its worker stopped.', { cause }))
  }

  function dispatch(): void {
    for (const seat of seats) {
      if (closed || queue.length === 0) return
      if (seat.job) continue
      const job = queue.shift()!
      seat.job = job
      job.attempts += 1
      const worker = seat.worker ?? startWorker(seat)
      worker.postMessage(job.scan)
    }
  }

  async function stopWorkers(): Promise<void> {
    closed = true
    await Promise.all(seats.map((seat) => seat.worker?.terminate()))
  }

  try {
    await Promise.all(seats.map((seat) => whenReady(startWorker(seat))))
  } catch (error) {
    await stopWorkers()
    throw error
  }

  function enqueue(scan: Scan, signal: AbortSignal | undefined): Promise<Uint32Array> {
    const { promise, resolve, reject } = Promise.withResolvers<Uint32Array>()
    const job: Job = { scan, attempts: 0, resolve, reject }
    const abandon = () => {
      const i = queue.indexOf(job)
      if (i !== -1) queue.splice(i, 1)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', abandon, { once: true })
    queue.push(job)
    return promise.finally(() => signal?.removeEventListener('abort', abandon))
  }

  /** One scan where others run or wait, which would be kept waiting by two. */
  function share(scan: Scan): Scan[] {
    const idle = queue.length === 0 ? seats.filter(({ job }) => job === null).length : 1
    const parts = Math.max(1, Math.min(idle, Math.floor((scan.slotEnd - scan.slotStart) / partSlotsMin)))
    return splitSlots(scan, parts).map((part) => ({ ...scan, ...part }))
  }

  return {
    async scan(scan, signal) {
      if (closed) throw closedError()
      if (queue.length >= queueLengthMax) {
        throw createError('OVERLOADED', `${queue.length} searches are waiting already.`, { retryAfterS: 1 })
      }
      const parts = share({ ...scan, mask: shareMask(scan.mask) }).map((part) => enqueue(part, signal))
      dispatch()
      const found = await Promise.all(parts)
      return found.length === 1 ? found[0]! : Uint32Array.from(found.flatMap((slots) => [...slots]))
    },
    async close() {
      for (const job of queue.splice(0)) job.reject(closedError())
      await stopWorkers()
    },
  }
}

/** A copy that no message copies again. */
function shareMask(mask: SlotMask | undefined): SlotMask<SharedArrayBuffer> | undefined {
  if (mask === undefined) return undefined
  const shared = new Uint32Array(new SharedArrayBuffer(mask.byteLength))
  shared.set(mask)
  return shared
}

function readKernel(file: string): WebAssembly.Module {
  return new WebAssembly.Module(readFileSync(new URL(file, import.meta.url)))
}

function closedError(): Error {
  return createError('STORE_UNAVAILABLE', 'The store is closed.')
}

/** Resolves when the worker can take scans; rejects with STORE_UNAVAILABLE when it dies before. */
function whenReady(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) => {
      reject(createError('STORE_UNAVAILABLE', 'A search worker could not start.', { cause }))
    }
    worker.once('message', () => resolve())
    worker.once('error', fail)
    // Not every end has an error, and `error` comes first where there is one.
    worker.once('exit', fail)
  })
}
