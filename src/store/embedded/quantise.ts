// Vectors as small integers, with proven bounds on what that does to a score. Pure; vector-mirror.ts quantises what is
// stored, scan-worker.ts the query, and the bounds are why a search through integers still finds the exact nearest.
//
// A stored vector v becomes int16 numbers, split into two int8 planes: v ≈ scale × (256 × coarse + fine). With v̂ for the
// approximation and q̂ for that of the query q:
//   |q·v − q̂·v̂| = |q·(v − v̂) + (q − q̂)·v̂| ≤ |q| |v − v̂| + |q − q̂| (|v| + |v − v̂|)        (Cauchy-Schwarz)
// The coarse plane alone is scanned for every vector; both planes settle the few whose bound says that they may count.

/** The greatest int16 number of a stored vector: its coarse part, rounded, stays within ±127 with room for rounding. */
const storedMax = 32_500
/** Longer than any vector that `assertUnitVector` lets pass (its squared length is at most 1.001). */
const lengthMax = 1.0006
/** Makes up for float32 rounding (2⁻²⁴) when the error lengths are stored. */
const roundingUp = 1 + 1e-6

export type Quantised = { scale: number; coarseError: number; fineError: number }

/** Writes the planes of `vector` into `coarse` and `fine` from `offset` on. */
export function quantiseStored(vector: Float32Array, coarse: Int8Array, fine: Int8Array, offset: number): Quantised {
  const scale = Math.fround(greatest(vector) / storedMax)
  const perScale = 1 / scale
  let coarseSquared = 0
  let fineSquared = 0
  for (let i = 0; i < vector.length; i++) {
    const value = vector[i]!
    // Rounds to the nearest whole number; twice as fast as Math.round, which counts when a store opens.
    const whole = ((value * perScale + 32_768.5) | 0) - 32_768
    const high = (whole + 128) >> 8
    coarse[offset + i] = high
    fine[offset + i] = whole - high * 256
    const coarseRest = value - scale * high * 256
    const fineRest = value - scale * whole
    coarseSquared += coarseRest * coarseRest
    fineSquared += fineRest * fineRest
  }
  return {
    scale,
    coarseError: Math.sqrt(coarseSquared) * roundingUp,
    fineError: Math.sqrt(fineSquared) * roundingUp,
  }
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
