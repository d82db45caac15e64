// Real threads of one tower that remember their runs, and end on purpose where a test wants that.
import { Worker } from 'node:worker_threads'
import type { WorkerRequest } from '../../../src/embedder/inference/inference-worker.ts'
import { type SpawnWorker, spawnInferenceWorker } from '../../../src/embedder/inference/worker-pool.ts'

/** Starts real threads and remembers those of one tower; after the first `passes`, `endings` runs that reach one make it end. */
export function watchWorkers(kind: 'text' | 'image', endings = 0, passes = 0) {
  const workers: Worker[] = []
  const endingsLeft = new Int32Array(new SharedArrayBuffer(4)).fill(endings)
  const passesLeft = new Int32Array(new SharedArrayBuffer(4)).fill(passes)
  const runs: number[] = []
  const loneRuns: number[] = []
  const spawnWorker: SpawnWorker = (setup) => {
    if (setup.kind !== kind) return spawnInferenceWorker(setup)
    const worker = new Worker(new URL('./fragile-worker.ts', import.meta.url), {
      workerData: { ...setup, endingsLeft, passesLeft },
    })
    const post = worker.postMessage.bind(worker)
    worker.postMessage = (message: WorkerRequest) => {
      const kept = setup.isAlone ? loneRuns : runs
      if (message.kind !== 'close') kept.push((message.kind === 'text' ? message.texts : message.pictures).length)
      post(message)
    }
    workers.push(worker)
    return worker
  }
  /** How many inputs each run had that reached a thread; apart for the session of lone inputs. */
  return { workers, spawnWorker, runs, loneRuns }
}
