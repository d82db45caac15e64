// The inference thread, made to end on the jobs that a test chooses: it takes one of `endingsLeft` with each.
import { parentPort, workerData } from 'node:worker_threads'

const port = parentPort!
const on = port.on.bind(port)
Object.assign(port, {
  on: (event: string, listener: (request: { kind: string }) => void) =>
    on(event, (request) => {
      if (request.kind !== 'close' && Atomics.sub(workerData.endingsLeft, 0, 1) > 0) process.exit(1)
      listener(request)
    }),
})
await import('../../../src/embedder/inference/inference-worker.ts')
