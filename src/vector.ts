// Arithmetic on embedding vectors; pure, no I/O. Used by the embedder's border and by every store.
import { createError } from './errors.ts'

/** How far a squared length may stray from 1 for a vector to count as unit length (float32 rounding is about 1e-6). */
const unitTolerance = 1e-3

/**
 * Cosine from which two pictures are taken for copies, or shots of one burst. On the built-in model nine of ten sample photos that were made
 * smaller, compressed again, brightened or trimmed lie above it, and no two different ones above 0.83.
 */
export const nearDuplicateMin = 0.95

/** An engine’s scores of one and the same vector differ by less than this from one request to the next: some last bits of float32. */
export const scoreNoise = 1e-6

/** Dot product of two vectors of equal length. For unit vectors this is their cosine similarity, in [-1, 1]. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}

/** A unit-length copy of `vector`. Throws VECTOR_INVALID for a zero vector or one with NaN or infinite numbers. */
export function normalise(vector: Float32Array): Float32Array {
  const length = Math.sqrt(dot(vector, vector))
  if (!Number.isFinite(length) || length === 0) {
    throw createError('VECTOR_INVALID', 'The vector is zero or holds a number that is not finite.')
  }
  return vector.map((x) => x / length)
}

/** Throws VECTOR_INVALID unless `vector` has `dims` numbers and unit length: what every store demands at its border. */
export function assertUnitVector(vector: Float32Array, dims: number): void {
  if (vector.length !== dims) {
    throw createError('VECTOR_INVALID', `The vector has ${vector.length} numbers; this index holds ${dims}.`)
  }
  if (!isUnitVector(vector)) {
    const squared = dot(vector, vector)
    throw createError('VECTOR_INVALID', `The vector is not of unit length (its squared length is ${squared}).`)
  }
}

/** Whether `vector` counts as of unit length. */
export function isUnitVector(vector: Float32Array): boolean {
  return isUnitLength(dot(vector, vector))
}

/** Whether a squared length counts as that of a unit vector; NaN does not. */
export function isUnitLength(squared: number): boolean {
  return Math.abs(squared - 1) <= unitTolerance
}

/** The vector's numbers as little-endian float32 in base64: the wire's compact form (4/3 of 4 bytes a number). */
export function vectorToBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (let i = 0; i < vector.length; i++) bytes.writeFloatLE(vector[i]!, i * 4)
  return bytes.toString('base64')
}
