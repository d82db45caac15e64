// One run of a session and what comes out of it, input by input. The two towers run with it.
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import { callRuntime, type RuntimeGuard } from './runtime-guard.ts'

export type Run = {
  feeds: Record<string, Tensor>
  output: string
  /** How many inputs the feeds hold together. */
  count: number
  /** From the graph's numbers of one input, with their shape [1, …], to its vector; those numbers where it is left out. */
  read?: (values: Float32Array, shape: readonly number[]) => Float32Array
}

export async function runSession(
  guard: RuntimeGuard,
  session: InferenceSession,
  { feeds, output, count, read = (values) => values }: Run,
): Promise<Float32Array[]> {
  const results = await callRuntime(guard, () => session.run(feeds, [output]))
  const tensor = results[output]!
  if (tensor.type !== 'float32') throw new Error(`The output ${output} is ${tensor.type}, not float32.`)
  const values = tensor.data as Float32Array
  const length = values.length / count
  const shape = [1, ...tensor.dims.slice(1)]
  // Copied, so that the reply owns its buffers and can hand them over, and the runtime's memory goes back at once.
  const vectors = Array.from({ length: count }, (_, i) =>
    Float32Array.from(read(values.subarray(i * length, (i + 1) * length), shape)),
  )
  tensor.dispose()
  return vectors
}
