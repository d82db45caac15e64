// The `took_ms` of answers.

/** Starts counting; the function returned tells the milliseconds since, to a hundredth. */
export function stopwatch(): () => number {
  const start = performance.now()
  return () => Math.round((performance.now() - start) * 100) / 100
}
