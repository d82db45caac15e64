// Vectors as small integers, with proven bounds on what that does to a score. Pure; vector-coder.ts quantises what is
// stored, scan-block.ts the query, and the bounds are why a search through integers still finds the exact nearest.
//
// A stored vector v becomes numbers of 12 bits, split into a plane of 8 and one of 4: v ≈ scale × (16 × coarse + fine). With v̂ for the
// approximation and q̂ for that of the query q:
//   |q·v − q̂·v̂| = |q·(v − v̂) + (q − q̂)·v̂| ≤ |q| |v − v̂| + |q − q̂| (|v| + |v − v̂|)        (Cauchy-Schwarz)
// The coarse plane alone is scanned for every vector; both planes settle the few whose bound says that they may count.

/** The greatest number of a stored vector: its coarse part, rounded, stays within ±127, its fine one within -8 and 7. */
export const storedMax = 2_039
/** Longer than any vector that `assertUnitVector` lets pass (its squared length is at most 1.001). */
const lengthMax = 1.0006
export type Quantised = {
  scale: number
  /** Length of what the coarse plane alone leaves out of the vector, or a little more. */
  coarseError: number
  /** Length of what both planes together leave out, or a little more. */
  fineError: number
}

/** A length from its square that was added up in float32: with more than the rounding of up to 4,096 numbers can take from it. */
export function withRounding(squared: number): number {
  return Math.sqrt(squared) * 1.001 + 1e-6
}

export type QuantisedQuery = {
  scale: number
  /** Length of what the integers leave out of the query. */
  error: number
}

/** Writes the query's integers into `target`, as large as int32 sums over its length allow. */
export function quantiseQuery(vector: Float32Array, target: Int16Array): QuantisedQuery {
  const queryMax = Math.min(32_767, Math.floor((2 ** 31 - 1) / (128 * target.length)))
  const scale = greatest(vector) / queryMax
  let squared = 0
  target.fill(0)
  for (let i = 0; i < vector.length; i++) {
    const whole = Math.round(vector[i]! / scale)
    target[i] = whole
    const rest = vector[i]! - scale * whole
    squared += rest * rest
  }
  return { scale, error: Math.sqrt(squared) }
}

/** How far a score from integers can lie from the true one, for a stored vector approximated to within `storedError`. */
export function scoreErrorMax(storedError: number, queryError: number): number {
  // The last term is far more than what float64 arithmetic loses on the way.
  return lengthMax * storedError + queryError * (lengthMax + storedError) + 1e-9
}

function greatest(vector: Float32Array): number {
  let greatest = 0
  for (let i = 0; i < vector.length; i++) greatest = Math.max(greatest, Math.abs(vector[i]!))
  return greatest
}
