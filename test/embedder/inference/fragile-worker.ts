// The inference thread, made to end on the runs that a test chooses: once `passesLeft` are over, on so many as `endingsLeft` says.
import { parentPort, workerData } from 'node:worker_threads'

const port = parentPort!
const on = port.on.bind(port)
Object.assign(port, {
  on: (event: string, listener: (request: { kind: string }) => void) =>
    on(event, (request) => {
      const { passesLeft, endingsLeft } = workerData
      const isSpared = request.kind === 'close' || Atomics.sub(passesLeft, 0, 1) > 0
      if (!isSpared && Atomics.sub(endingsLeft, 0, 1) > 0) process.exit(1)
      listener(request)
    }),
})
await import('../../../src/embedder/inference/inference-worker.ts')
