// Medians and spreads of measured times, and how they are printed.

export type Spread = { min: number; median: number; max: number }

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!
}

/** Of the rounds' figures: the middle one, or the mean of the two middle ones, with the least and the greatest. */
export function spread(rounds: readonly number[]): Spread {
  const sorted = [...rounds].sort((a, b) => a - b)
  const median = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
  return { min: sorted[0]!, median, max: sorted.at(-1)! }
}

export function formatSpread({ min, median, max }: Spread, unit: string): string {
  const digits = median < 10 ? 2 : median < 100 ? 1 : 0
  return `${median.toFixed(digits)} ${unit} (${min.toFixed(digits)}–${max.toFixed(digits)})`
}
