// From a text tower's output to the vector of the text, where the graph ends earlier: pooling of the tokens, then a linear
// layer. inference-worker.ts applies it; the default is an output that is the vector already.
import type { TextTower } from '../pack/model-manifest.ts'
import { type FloatTensor, readFloatTensor } from './safetensors.ts'

/** Numbers row by row, with their shape: [1, dims], or [1, tokens, inner] where there is pooling. */
export type ToTextVector = (values: Float32Array, shape: readonly number[]) => Float32Array

/**
 * `dims` is the length of the vectors. `projectionPath` is the verified file where the manifest names one.
 * Throws an Error in words for the operator for a projection that does not fit.
 */
export async function createTextOutput(
  { pooling, projection }: Pick<TextTower, 'pooling' | 'projection'>,
  projectionPath: string | null,
  dims: number,
): Promise<ToTextVector> {
  const project =
    projection && projectionPath ? await readProjection(projectionPath, projection, dims) : (x: Float32Array) => x
  return (values, shape) => project(pooling ? pool(values, shape, pooling) : values)
}

function pool(values: Float32Array, shape: readonly number[], pooling: NonNullable<TextTower['pooling']>) {
  if (shape.length !== 3) throw new Error(`The output has ${shape.length} axes; pooling takes three.`)
  const [, tokens, inner] = shape as [number, number, number]
  const row = (i: number) => values.subarray(i * inner, (i + 1) * inner)
  if (pooling === 'first') return row(0)
  // Texts are not padded, so that the last token is the end token, which CLIP's text tower speaks through.
  if (pooling === 'last') return row(tokens - 1)
  const sums = new Float64Array(inner)
  for (let i = 0; i < values.length; i++) sums[i % inner]! += values[i]!
  return Float32Array.from(sums, (sum) => sum / tokens)
}

async function readProjection(
  path: string,
  { file, weight, bias }: NonNullable<TextTower['projection']>,
  dims: number,
) {
  const read = (name: string) =>
    readFloatTensor(path, name).catch((cause: Error) => {
      throw new Error(`${file} cannot be used as a projection: ${cause.message}`, { cause })
    })
  const matrix = await read(weight)
  const offsets = bias === undefined ? null : await read(bias)
  const inner = matrix.shape[1]
  if (matrix.shape.length !== 2 || matrix.shape[0] !== dims || inner === undefined) {
    throw new Error(`${file} has the shape [${matrix.shape}] for ${weight} where [${dims}, …] is needed`)
  }
  if (offsets && offsets.values.length !== dims)
    throw new Error(`${file} has ${offsets.values.length} numbers in ${bias}`)
  return (x: Float32Array) => multiply(matrix, x, inner, offsets)
}

function multiply({ shape, values }: FloatTensor, x: Float32Array, inner: number, offsets: FloatTensor | null) {
  if (x.length !== inner) throw new Error(`The projection takes ${inner} numbers; the text tower gives ${x.length}.`)
  return Float32Array.from({ length: shape[0]! }, (_, i) => {
    let sum = offsets?.values[i] ?? 0
    for (let j = 0; j < inner; j++) sum += values[i * inner + j]! * x[j]!
    return sum
  })
}
