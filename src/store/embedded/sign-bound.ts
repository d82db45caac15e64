// Scores guessed from 64 bytes a vector, and how far such a guess lies from the true score. Pure but for the memory it reads; vector-coder.ts
// writes the signs, scan-block.ts compares them. docs/decisions/0023 has the measurements.
//
// With c the centre of the library, a stored vector is v = c + r and the query q = c + p, so that q·v = q·c + c·r + p·r. Only p·r is
// guessed: both are turned by one rotation that was drawn without looking at any vector, and of r its signs s are kept. Then
// r ≈ factor × s without a tendency, where factor is |r|²/|r|₁, so that p·r ≈ factor × p·s (Gao and Long, RaBitQ, SIGMOD 2024). Of the
// rotation's chance the guess errs by at most about
//   factor × |p| × √(1 - α²)      α = |r|₁ / (|r| √bits), the cosine of r and s
// and is close to normal. A vector is passed over only where its score would have to lie `deviations` of them above the guess.

/** Of 1,000 true neighbours about one lies farther above its guess than this; docs/decisions/0023 has what was measured. */
const deviations = 3
/** The greatest 1 - α² that is reckoned with: 0.36 on the average, more than this for a few in a hundred. */
const restMax = 0.42
/** A vector whose signs say less than these is always looked at. */
const alphaSquaredMin = 0.5
/** The greatest entry of a table: the kernel adds four of them in a byte. */
const entryMax = 63

/** What is known of a stored vector's signs. */
export type SignFacts = { factor: number; offset: number }

/** `squared` is |r|², `absolutes` |r|₁ after the rotation, `withCentre` c·r. */
export function signFactsOf(squared: number, absolutes: number, withCentre: number, bits: number): SignFacts {
  if (squared === 0) return { factor: 0, offset: withCentre }
  const alphaSquared = absolutes ** 2 / (squared * bits)
  if (alphaSquared < alphaSquaredMin) return { factor: 0, offset: Number.POSITIVE_INFINITY }
  return { factor: squared / absolutes, offset: withCentre }
}

/** The greatest likely score is `queryOffset + offset + factor × (base + each × sum)`, with the sum of what the tables have for the slot. */
export type SignQuery = {
  queryOffset: number
  base: number
  each: number
  /** What of `base` is not guessed but allowed for. */
  margin: number
}

/**
 * Writes what each four signs add to p·s into `tables`, 16 bytes for each four numbers of `turned`, which is p after the rotation. Bit j of a
 * place in a table stands for a sign below 0. `withCentre` is q·c.
 */
export function signQueryOf(turned: Float32Array, withCentre: number, tables: Uint8Array): SignQuery {
  let squared = 0
  let absolutes = 0
  let greatest = 0
  for (let i = 0; i < turned.length; i += 4) {
    let four = 0
    for (let j = i; j < i + 4; j++) {
      squared += turned[j]! ** 2
      four += Math.abs(turned[j]!)
    }
    absolutes += four
    greatest = Math.max(greatest, four)
  }
  const each = (2 * greatest) / entryMax
  for (let i = 0; i < turned.length; i += 4) writeTable(turned, i, each, tables)
  // Entries are rounded, by a twelfth of a step squared in the mean.
  const rounding = (each ** 2 / 12) * (turned.length / 4)
  const margin = deviations * Math.sqrt(squared * restMax + rounding)
  return { queryOffset: withCentre, base: margin - absolutes, each, margin }
}

function writeTable(turned: Float32Array, i: number, each: number, tables: Uint8Array): void {
  const perEach = each === 0 ? 0 : 1 / each
  for (let signs = 0; signs < 16; signs++) {
    let sum = 0
    for (let j = 0; j < 4; j++) {
      const x = turned[i + j]!
      sum += Math.abs(x) + (signs & (1 << j) ? -x : x)
    }
    tables[i * 4 + signs] = Math.round(sum * perEach)
  }
}
