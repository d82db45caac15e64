// The two ways a vector goes to Elasticsearch: as JSON numbers, or as one string (9.3 and newer).

export type EncodeVector = (vector: Float32Array) => number[]

export const encodings = { numbers: encodeNumbers, base64: encodeBase64 } satisfies Record<string, EncodeVector>
export type Encoding = keyof typeof encodings

function encodeNumbers(vector: Float32Array): number[] {
  return Array.from(vector)
}

/** Float32, the high byte first. The client's types know only the numbers. */
function encodeBase64(vector: Float32Array): number[] {
  const bytes = Buffer.allocUnsafe(vector.length * 4)
  for (let i = 0; i < vector.length; i++) bytes.writeFloatBE(vector[i]!, i * 4)
  return bytes.toString('base64') as unknown as number[]
}
