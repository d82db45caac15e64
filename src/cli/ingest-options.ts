// The bounds of an ingest for the settings at hand. ingest.ts and demo.ts use it.
import type { Config } from '../config.ts'
import type { IngestOptions } from '../ingest/ingest.ts'
import { ingestBounds } from '../wire.ts'

export function ingestOptions(config: Config, { readsAll = false, isDryRun = false } = {}): IngestOptions {
  return { ...ingestBounds(config), readsAll, isDryRun }
}
