// A cut-off that adapts: where the hits of a search stop being answers. A flat threshold cannot tell, as scores of words lie in other
// ranges than those of pictures, and one query's than another's. docs/search.md has the method and its figures. Part of image-search.ts.
import type { VectorStore } from './store/vector-store.ts'
import { dot } from './vector.ts'

/** What a search by words, or by a picture, must look like. Calibrated by bench/relevance.ts on the built-in model. */
const rules = {
  text: { standingOutMin: 2.5, heightMin: 0.5, dropMax: 0.1 },
  image: { standingOutMin: 4, heightMin: 0.4, dropMax: 0.1 },
} as const

export type QueryKind = keyof typeof rules

/** Scores of one query with pictures that have nothing to do with it, and how far those scatter. */
export type Background = { median: number; deviation: number }

/** Hits belong together down to this score, unless one falls behind the one before by more than `dropMax`. */
export type Cutoff = { scoreMin: number; dropMax: number }

/** Fewer pictures do not tell what is usual among them. */
const sampleMin = 20
const sampleSize = 256
const sampleKeptMs = 300_000

export type BackgroundSource = {
  /** Null for a library of too few pictures. */
  of(query: Float32Array): Promise<Background | null>
}

/** Looks at a random sample of the store's pictures, which is kept for some minutes. */
export function createBackground(store: Pick<VectorStore, 'sampleVectors'>): BackgroundSource {
  let sample: { vectors: Promise<Float32Array[]>; untilMs: number } | null = null

  function takeSample(): Promise<Float32Array[]> {
    if (sample !== null && performance.now() < sample.untilMs) return sample.vectors
    const taken = { vectors: store.sampleVectors(sampleSize), untilMs: performance.now() + sampleKeptMs }
    sample = taken
    const forget = () => {
      if (sample === taken) sample = null
    }
    // A failure, and a library that only begins to fill, are not kept.
    taken.vectors.then(({ length }) => length < sampleSize && forget(), forget)
    return taken.vectors
  }

  return {
    async of(query) {
      const vectors = await takeSample()
      return vectors.length < sampleMin ? null : describeScores(vectors.map((vector) => dot(query, vector)))
    },
  }
}

/** Median and deviation, which a few pictures that do fit the query hardly move. */
export function describeScores(scores: number[]): Background {
  const median = medianOf(scores)
  // Of a normal distribution, 1.4826 times the median distance is the standard deviation.
  return { median, deviation: 1.4826 * medianOf(scores.map((score) => Math.abs(score - median))) }
}

function medianOf(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}

/** The cut-off for a search whose best hit has this score; null where not even that one stands out. */
export function findCutoff(kind: QueryKind, best: number, { median, deviation }: Background): Cutoff | null {
  const { standingOutMin, heightMin, dropMax } = rules[kind]
  const height = best - median
  if (height < standingOutMin * deviation) return null
  return { scoreMin: median + heightMin * height, dropMax: dropMax * height }
}

/** How many of the scores, best first, lie before the cut; `before` is the score before the first. */
export function countRelevant(
  scores: readonly number[],
  { scoreMin, dropMax }: Cutoff,
  before = scores[0] ?? 0,
): number {
  let last = before
  for (const [i, score] of scores.entries()) {
    if (score < scoreMin || last - score > dropMax) return i
    last = score
  }
  return scores.length
}
