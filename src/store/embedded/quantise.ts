// Vectors as small integers, with proven bounds on what that does to a score. Pure; vector-mirror.ts quantises what is
// stored, scan-worker.ts the query, and the bounds are why a search through integers still finds the exact nearest.
//
// A stored vector v becomes numbers of 12 bits, split into a plane of 8 and one of 4: v ≈ scale × (16 × coarse + fine). With v̂ for the
// approximation and q̂ for that of the query q:
//   |q·v − q̂·v̂| = |q·(v − v̂) + (q − q̂)·v̂| ≤ |q| |v − v̂| + |q − q̂| (|v| + |v − v̂|)        (Cauchy-Schwarz)
// The coarse plane alone is scanned for every vector; both planes settle the few whose bound says that they may count.

/** The greatest number of a stored vector: its coarse part, rounded, stays within ±127, its fine one within -8 and 7. */
const storedMax = 2_039
/** Longer than any vector that `assertUnitVector` lets pass (its squared length is at most 1.001). */
const lengthMax = 1.0006
/** Makes up for float32 rounding (2⁻²⁴) when the error lengths are stored. */
const roundingUp = 1 + 1e-6

export type Quantised = { scale: number; coarseError: number; fineError: number }

/**
 * Writes the planes of `vector` into `coarse` from `offset` on, a multiple of 32, and into `fine` from half of that. A byte of the fine plane
 * holds number j of each 32 below and number j + 16 above.
 */
export function quantiseStored(vector: Float32Array, coarse: Int8Array, fine: Uint8Array, offset: number): Quantised {
  const scale = Math.fround(greatest(vector) / storedMax)
  const perScale = 1 / scale
  let coarseSquared = 0
  let fineSquared = 0
  for (let i = 0; i < vector.length; i++) {
    const value = vector[i]!
    // Rounds to the nearest whole number; twice as fast as Math.round, which counts when a store opens.
    const whole = ((value * perScale + 4_096.5) | 0) - 4_096
    const high = (whole + 8) >> 4
    const low = (whole - high * 16) & 15
    coarse[offset + i] = high
    const place = (offset >> 1) + ((i >> 5) << 4) + (i & 15)
    fine[place] = (i & 16) === 0 ? low : fine[place]! | (low << 4)
    const coarseRest = value - scale * high * 16
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
