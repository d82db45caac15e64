// Fills the shared memory with the vectors of a database while a store opens: in threads beside the one that reads the records, where there
// are so many that starting threads is worth it. embedded-index.ts is the caller.
import { Worker } from 'node:worker_threads'
import type { Database } from './database.ts'
import { loadVectors } from './load-vectors.ts'
import type { LoadWorkerData } from './load-worker.ts'
import { partSlotsMin, splitSlots } from './split-slots.ts'
import { giveWay } from './turns.ts'
import type { VectorMirror } from './vector-mirror.ts'

/** Resolves when all slots below `slotEnd` are filled. Rejects with what was thrown of a damaged row, and when the signal is aborted. */
export async function loadMirror(
  { sqlite }: Database,
  file: string,
  { memory, layout }: Pick<VectorMirror, 'memory' | 'layout'>,
  slotEnd: number,
  signal: AbortSignal,
): Promise<void> {
  const threads = Math.min(layout.workers, Math.floor(slotEnd / partSlotsMin))
  if (threads === 0) {
    for (const _ of loadVectors(sqlite, memory, layout, { slotStart: 0, slotEnd, area: 0 })) {
      await giveWay(signal)
    }
    return
  }
  // Each in the area of a worker that does not search yet.
  const ranges = splitSlots({ slotStart: 0, slotEnd }, threads).map((part, area) => ({ ...part, area }))
  await Promise.all(ranges.map((range) => runThread({ file, memory, layout, range }, signal)))
}

function runThread(workerData: LoadWorkerData, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./load-worker.ts', import.meta.url), {
      workerData,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    })
    const stop = () => void worker.terminate()
    signal.addEventListener('abort', stop, { once: true })
    worker.once('error', reject)
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', stop)
      if (code === 0) resolve()
      else reject(new Error('A thread that reads vectors stopped.'))
    })
  })
}
