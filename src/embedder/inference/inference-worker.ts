// The thread that runs the model: one session for each tower, one job at a time, because session.run() blocks its thread.
// inference.ts starts these threads and speaks to them in the message types below; towers.ts is what they run.
import { setPriority } from 'node:os'
import { parentPort, workerData } from 'node:worker_threads'
import { UnusableModel } from './open-session.ts'
import { openTowers, type TowerSetup, type Towers } from './towers.ts'

export type WorkerSetup = TowerSetup

/** One job: token ids, or the pixels of one picture as the decoder gives them. */
export type InferenceInput = { kind: 'text'; ids: number[] } | { kind: 'image'; pixels: Uint8Array }

/** What a thread is told: a job, or to end when it is idle. */
export type WorkerRequest = InferenceInput | { kind: 'close' }

export type WorkerReply =
  /** The towers are loaded and have run once. Sent once, first. */
  | { kind: 'ready'; unavailable: Towers['unavailable'] }
  /** The pack does not work: what is wrong, in words for the operator. Sent instead of `ready`; the thread then ends. */
  | { kind: 'unusable'; wrong: string; cause: unknown }
  /** The answer to a job: `dims` numbers, as the graph gave them. */
  | { kind: 'output'; output: Float32Array }
  /** The graph failed on a job. */
  | { kind: 'failed'; cause: unknown }

/** Between 0, as the event loop has it, and 19; the effect is measured in docs/performance.md. */
const niceness = 10

function reply(message: WorkerReply, transfer: ArrayBuffer[] = []): void {
  parentPort!.postMessage(message, transfer)
}

// On Linux a priority belongs to the thread that sets it: when all processors are busy, the event loop goes first.
if (process.platform === 'linux') setPriority(niceness)

try {
  const { embedImage, embedText, unavailable } = await openTowers(workerData as WorkerSetup)
  parentPort!.on('message', async (request: WorkerRequest) => {
    if (request.kind === 'close') return parentPort!.close()
    try {
      const output = request.kind === 'text' ? await embedText(request.ids) : await embedImage(request.pixels)
      reply({ kind: 'output', output }, [output.buffer as ArrayBuffer])
    } catch (cause) {
      reply({ kind: 'failed', cause })
    }
  })
  reply({ kind: 'ready', unavailable })
} catch (error) {
  if (!(error instanceof UnusableModel)) throw error
  reply({ kind: 'unusable', wrong: error.message, cause: error.cause })
}
