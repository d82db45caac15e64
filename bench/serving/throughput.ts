// Answers a second, from the times at which they came. generate-load.ts asks for it.

/**
 * `endMs` in ascending order; what lies after the window is there too. Answers come in lumps, a batch at a time, and the window's edges
 * would cut one, an error of up to a batch. So it is counted from the end of a lump to the end of another, both in the window; only
 * where there are no two, from edge to edge.
 */
export function throughput(endMs: Float64Array, window: { startMs: number; endMs: number }): number {
  const inside = endMs.filter((ms) => ms >= window.startMs && ms <= window.endMs)
  const first = endMs.findIndex((ms) => ms >= window.startMs)
  const lumpGapMs = (window.endMs - window.startMs) / inside.length / 2
  const ends = [...inside.keys()].filter((i) => {
    const next = endMs[first + i + 1]
    return next === undefined || next - endMs[first + i]! > lumpGapMs
  })
  const from = ends[0]
  const to = ends.at(-1)
  if (from === undefined || to === undefined || from === to) {
    return (inside.length * 1000) / (window.endMs - window.startMs)
  }
  return ((to - from) * 1000) / (inside[to]! - inside[from]!)
}
