// The thread that runs one tower: one run at a time, because session.run() blocks its thread; of one input, or of several together.
// inference.ts starts these threads and speaks to them in the message types below; towers.ts is what they run.
import { parentPort, workerData } from 'node:worker_threads'
import { goBehind } from '../../go-behind.ts'
import { UnusableModel } from './open-session.ts'
import { openTower, type Tower, type TowerSetup } from './towers.ts'

export type WorkerSetup = TowerSetup & {
  /**
   * Between 0, as the event loop has it, and 19. On Linux a priority belongs to the thread that sets it, and to those that it
   * starts: when all processors are busy, the event loop goes first. The effect is measured in docs/performance.md.
   */
  niceness: number
}

/** One run: texts as token ids, all of one length, or pictures as the decoder gives their pixels. */
export type InferenceInputs = { kind: 'text'; texts: number[][] } | { kind: 'image'; pictures: Uint8Array[] }

/** What a thread is told: a run, or to end when it is idle. */
export type WorkerRequest = InferenceInputs | { kind: 'close' }

export type WorkerReply =
  /** The tower is loaded and has run once. Sent once, first. */
  | ({ kind: 'ready' } & Pick<Tower, 'unavailable' | 'takesBatches'>)
  /** The pack does not work: what is wrong, in words for the operator. Sent instead of `ready`; the thread then ends. */
  | { kind: 'unusable'; wrong: string; cause: unknown }
  /** The answer to a run: `dims` numbers for each input in order, as the graph gave them; and the milliseconds that it took. */
  | { kind: 'output'; vectors: Float32Array[]; ms: number }
  /** The graph failed on a run. */
  | { kind: 'failed'; cause: unknown }

function reply(message: WorkerReply, transfer: ArrayBuffer[] = []): void {
  parentPort!.postMessage(message, transfer)
}

const setup = workerData as WorkerSetup
if (process.platform === 'linux') goBehind(setup.niceness)

try {
  const tower = await openTower(setup)
  parentPort!.on('message', async (request: WorkerRequest) => {
    if (request.kind === 'close') return parentPort!.close()
    try {
      const startMs = performance.now()
      const vectors = await tower.run(request)
      const ms = performance.now() - startMs
      const buffers = new Set(vectors.map(({ buffer }) => buffer as ArrayBuffer))
      reply({ kind: 'output', vectors, ms }, [...buffers])
    } catch (cause) {
      reply({ kind: 'failed', cause })
    }
  })
  reply({ kind: 'ready', unavailable: tower.unavailable, takesBatches: tower.takesBatches })
} catch (error) {
  if (!(error instanceof UnusableModel)) throw error
  reply({ kind: 'unusable', wrong: error.message, cause: error.cause })
}
