// What every section of the serving benchmark is given: how much to measure, the machine's cores, the photos, the load generator, and
// numbers that no other request has. bench/serving.ts makes it.
import type { LoadGenerator } from './generate-load.ts'
import type { Pack } from './packs.ts'
import type { PhotoSets } from './photos.ts'

export type Bench = {
  isQuick: boolean
  rounds: number
  /** Inference and decoding may use so many. */
  cores: number
  /** How long one turn is measured. */
  windowMs: number
  concurrencies: readonly number[]
  packs: Pack[]
  photos: PhotoSets
  generator: LoadGenerator
  /** For pictures, and for words. */
  numbers: Numbers
  wordNumbers: Numbers
  /** For what a run leaves behind; removed at the end. */
  folder: string
  /** A line of progress. */
  say(line: string): void
}

/** The first of `count` numbers that nobody else gets. */
export type Numbers = { take(count?: number): number }

/** More than any turn of pictures sends. */
const countDefault = 1_000_000

export function createNumbers(): Numbers {
  let next = 0
  return {
    take(count = countDefault) {
      const first = next
      next += count
      return first
    },
  }
}

/** In every other round backwards, so that what gets slower or quicker with time does so for all. */
export function inTurns<Entry>(entries: readonly Entry[], round: number): readonly Entry[] {
  return round % 2 === 0 ? entries : entries.toReversed()
}
