// What an embedder tells of its work as it happens, for whoever counts it: metrics.ts does. embedder.ts is the port.
import type { Priority } from './embedder.ts'

/** Which tower, or which cache. */
export type InputKind = 'text' | 'image'

/** All times are milliseconds. Called on the event loop, so it must be quick, and must not throw. */
export type EmbedderMeter = {
  /** A job was taken by an inference thread, so long after it was ready for one. */
  waited(kind: InputKind, priority: Priority, ms: number): void
  /** A tower ran once, over so many inputs together. */
  inferred(kind: InputKind, inputs: number, ms: number): void
  /** A picture was decoded, resized and cropped; the wait for its turn is not counted. */
  decoded(ms: number): void
  /** `hit`: a vector was there already. `shared`: the same input is being embedded, and its vector serves both. */
  cached(kind: InputKind, outcome: 'hit' | 'shared' | 'miss'): void
  /** A call was refused, as too many wait. */
  refused(priority: Priority): void
}

/** What an embedder holds at a moment. */
export type EmbedderLoad = {
  /** Calls that were admitted and are not answered. */
  open: Record<Priority, number>
  /** Vectors kept, and the bytes that they are counted as. */
  cache: Record<InputKind, { entries: number; bytes: number }>
}

export const silentMeter: EmbedderMeter = {
  waited() {},
  inferred() {},
  decoded() {},
  cached() {},
  refused() {},
}
