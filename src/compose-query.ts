// Several texts, pictures and vectors as one query: their weighted sum, of unit length. Part of image-search.ts.
import { createError } from './errors.ts'
import { dot, normalise } from './vector.ts'

/** A part's vector, of unit length, and its weight; a negative one pushes away. */
export type ComposedPart = { vector: Float32Array; weight: number }

/** Of the sum's squared length: below it the direction is rounding alone. */
const squaredLengthMin = 1e-6

/** One part with a positive weight is its own vector. `at` is where the parts lie in the request. Errors: VALIDATION_FAILED where the parts leave nothing. */
export function composeQuery(parts: readonly ComposedPart[], at: string): Float32Array {
  const weighty = parts.filter(({ weight }) => weight !== 0)
  const [first] = weighty
  if (first === undefined) throw nothingLeft(at, 'must not all be 0')
  if (weighty.length === 1 && first.weight > 0) return first.vector
  const sum = addUp(weighty)
  if (dot(sum, sum) < squaredLengthMin) throw nothingLeft(at, 'must not cancel each other out')
  return normalise(sum)
}

/** At least one. */
function addUp(parts: readonly ComposedPart[]): Float32Array {
  const sum = new Float32Array(parts[0]!.vector.length)
  for (const { vector, weight } of parts) for (let i = 0; i < sum.length; i++) sum[i]! += weight * vector[i]!
  return sum
}

function nothingLeft(pointer: string, detail: string) {
  return createError('VALIDATION_FAILED', `The weights of the parts ${detail}.`, {
    faults: [{ pointer, detail: `weights ${detail}` }],
  })
}

export type Contribution = {
  /** Cosine of the part's vector and the hit's. */
  similarity: number
  /** What the part gives to the score; those of all parts add up to it. */
  contribution: number
}

/** What each part gives to the score of each hit, by the hits' vectors. */
export function explainScores(parts: readonly ComposedPart[], hits: readonly Float32Array[]): Contribution[][] {
  const sum = addUp(parts)
  const length = Math.sqrt(dot(sum, sum))
  return hits.map((hit) =>
    parts.map(({ vector, weight }) => {
      const similarity = dot(vector, hit)
      return { similarity, contribution: (weight * similarity) / length }
    }),
  )
}
