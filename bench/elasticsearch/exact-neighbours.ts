// The exact nearest vectors, by looking at all: what approximate answers are counted against.

/** Positions in the list of vectors, nearest first, with their cosines. */
export type Neighbours = { positions: number[]; cosines: number[] }

/** The `k` nearest of `vectors` to each of `queries`; all are of unit length and equally many numbers. */
export function findExactNeighbours(vectors: Float32Array[], queries: Float32Array[], k: number): Neighbours[] {
  const dims = queries[0]?.length ?? 0
  // In one piece, which is read twice as fast as many.
  const rows = new Float32Array(vectors.length * dims)
  vectors.forEach((vector, i) => {
    rows.set(vector, i * dims)
  })
  return queries.map((query) => {
    const best: Neighbours = { positions: [], cosines: [] }
    for (let i = 0; i < vectors.length; i++) insert(best, i, dotAt(rows, i * dims, query), k)
    return best
  })
}

/** Four sums, so that one addition need not wait for the one before. */
function dotAt(rows: Float32Array, offset: number, query: Float32Array): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  for (let i = 0; i < query.length; i += 4) {
    a += rows[offset + i]! * query[i]!
    b += rows[offset + i + 1]! * query[i + 1]!
    c += rows[offset + i + 2]! * query[i + 2]!
    d += rows[offset + i + 3]! * query[i + 3]!
  }
  return a + b + c + d
}

function insert({ positions, cosines }: Neighbours, position: number, cosine: number, k: number): void {
  if (cosines.length === k && cosine <= cosines[k - 1]!) return
  let place = cosines.length
  while (place > 0 && cosines[place - 1]! < cosine) place--
  cosines.splice(place, 0, cosine)
  positions.splice(place, 0, position)
  cosines.length = positions.length = Math.min(k, cosines.length)
}
