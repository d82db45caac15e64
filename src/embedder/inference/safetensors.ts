// Reads float32 tensors from a safetensors file, as sentence-transformers stores its dense layer.
// The format: 8 bytes of length (little-endian), a JSON header of that length, then the data; github.com/huggingface/safetensors
// describes it. text-output.ts reads a projection with it.
import { readFile } from 'node:fs/promises'

export type FloatTensor = { shape: number[]; values: Float32Array }

const headerBytesMax = 1 << 20

/** The named tensor. Throws an Error in words for the operator where it is not there, not float32, or not whole. */
export async function readFloatTensor(path: string, name: string): Promise<FloatTensor> {
  const bytes = await readFile(path)
  const entry = readHeader(bytes)[name]
  if (entry === undefined) throw new Error(`there is no tensor ${name}`)
  const { dtype, shape, data_offsets } = entry
  if (dtype !== 'F32') throw new Error(`the tensor ${name} is ${dtype}, not F32`)
  const start = 8 + Number(bytes.readBigUInt64LE(0))
  const [from, to] = data_offsets.map((offset) => start + offset) as [number, number]
  const count = shape.reduce((product, length) => product * length, 1)
  if (to > bytes.length || from > to || to - from !== count * 4) throw new Error(`the tensor ${name} is not whole`)
  // Copied, as a view of floats must start at a multiple of four.
  return { shape, values: new Float32Array(Uint8Array.from(bytes.subarray(from, to)).buffer) }
}

type Header = Record<string, { dtype: string; shape: number[]; data_offsets: [number, number] }>

function readHeader(bytes: Buffer): Header {
  const length = bytes.length >= 8 ? Number(bytes.readBigUInt64LE(0)) : 0
  if (length === 0 || length > headerBytesMax || 8 + length > bytes.length) throw new Error('it is no safetensors file')
  try {
    return JSON.parse(bytes.toString('utf8', 8, 8 + length))
  } catch (cause) {
    throw new Error('it is no safetensors file', { cause })
  }
}
