// Medians and spreads of measured times, and how they are printed.

export type Spread = { min: number; median: number; max: number }

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!
}

/** Of the rounds' figures: the middle one, with the least and the greatest. */
export function spread(rounds: readonly number[]): Spread {
  return { min: Math.min(...rounds), median: quantile(rounds, 0.5), max: Math.max(...rounds) }
}

export function formatSpread({ min, median, max }: Spread, unit: string): string {
  const digits = median < 10 ? 2 : median < 100 ? 1 : 0
  return `${median.toFixed(digits)} ${unit} (${min.toFixed(digits)}–${max.toFixed(digits)})`
}
