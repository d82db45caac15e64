// Random numbers that repeat: the same seed gives the same, so that a failure can be seen again.

/** Uniform numbers in [0, 1). */
export type Random = () => number

/** Mulberry32 (public domain, Tommy Ettinger): 32 bits of state are plenty for test data. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
