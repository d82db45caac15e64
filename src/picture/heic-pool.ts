// Decodes HEIC files on threads of their own, as it takes a second and more for a phone's picture. Process-wide, like sharp's threads:
// read-heic.ts is its user. The threads start with the first file and end when none comes for a while, which gives their memory back.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { createError } from '../errors.ts'
import type { HeicAnswer } from './heic-worker.ts'

/** `width` × `height` × 4 bytes: RGBA, row by row, upright. */
export type HeicPixels = { width: number; height: number; data: Uint8Array }

type Job = { bytes: Uint8Array; resolve(pixels: HeicPixels): void; reject(error: Error): void }
type Thread = { worker: Worker; job: Job | null; timer?: NodeJS.Timeout }

const threadsMax = Math.min(availableParallelism(), 8)
/** WebAssembly keeps what it took for the largest picture. */
const idleMs = 10_000
/** For one picture; a file that is made to take longer ends with its thread. */
const decodeMs = 60_000

const threads = new Set<Thread>()
const waiting: Job[] = []

/** Errors: IMAGE_UNDECODABLE. Who calls bounds how many wait. */
export function decodeHeic(bytes: Uint8Array): Promise<HeicPixels> {
  const { promise, resolve, reject } = Promise.withResolvers<HeicPixels>()
  waiting.push({ bytes, resolve, reject })
  giveOut()
  return promise
}

function giveOut(): void {
  while (waiting.length > 0) {
    const thread = [...threads].find(({ job }) => job === null) ?? startThread()
    if (thread === null) return
    const job = waiting.shift()!
    thread.job = job
    setTimer(thread, decodeMs)
    thread.worker.ref()
    thread.worker.postMessage(job.bytes)
  }
}

function startThread(): Thread | null {
  if (threads.size >= threadsMax) return null
  // The library prints what it thinks of a damaged file; that is told as an error, and the output belongs to the log.
  const worker = new Worker(new URL('heic-worker.ts', import.meta.url), { stdout: true, stderr: true })
  worker.stdout.resume()
  worker.stderr.resume()
  const thread: Thread = { worker, job: null }
  threads.add(thread)
  worker.on('message', (answer: HeicAnswer) => {
    const job = thread.job
    thread.job = null
    setTimer(thread, idleMs)
    // An idle thread keeps no process alive.
    worker.unref()
    if (answer === null) job?.reject(undecodable())
    else job?.resolve({ ...answer, data: new Uint8Array(answer.data) })
    giveOut()
  })
  worker.on('error', (cause) => endThread(thread, cause))
  worker.on('exit', () => endThread(thread))
  return thread
}

function setTimer(thread: Thread, ms: number): void {
  clearTimeout(thread.timer)
  thread.timer = setTimeout(() => endThread(thread), ms).unref()
}

/** Its file is told to be undecodable: it took too long, or broke the library. */
function endThread(thread: Thread, cause?: unknown): void {
  if (!threads.delete(thread)) return
  clearTimeout(thread.timer)
  void thread.worker.terminate()
  thread.job?.reject(undecodable(cause))
  giveOut()
}

function undecodable(cause?: unknown): Error {
  return createError('IMAGE_UNDECODABLE', 'The HEIC picture is damaged, cut short, or of a kind that cannot be read.', {
    cause,
  })
}
