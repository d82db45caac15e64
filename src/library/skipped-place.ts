// A place that a walk could not enter or name. walk.ts and s3/walk-bucket.ts tell of them.
import type { WalkEntry } from './library.ts'

export type SkippedPlace = Extract<WalkEntry, { kind: 'skipped' }>

/** The path is for people: it may have no canonical form. */
export function skipped(relativePath: string, reason: string): SkippedPlace {
  return { kind: 'skipped', relativePath: relativePath.replace(/\p{Cc}/gu, '\ufffd'), reason }
}
