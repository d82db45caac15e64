// The bounds of an ingest for the settings at hand. ingest.ts and demo.ts use it.
import type { Config } from '../config.ts'
import { sniffImageFormat } from '../embedder/pixels/sniff-image-format.ts'
import { filesAhead } from '../ingest/in-flight.ts'
import type { IngestOptions } from '../ingest/ingest.ts'

const bytesInFlightMax = 256 * 1024 * 1024

export function ingestOptions(config: Config, { readsAll = false } = {}): IngestOptions {
  return {
    filesInFlightMax: filesAhead(config),
    bytesInFlightMax: Math.min(config.inFlightBytesMax, bytesInFlightMax),
    imageBytesMax: config.imageBytesMax,
    readsAll,
    isPicture: (head) => sniffImageFormat(head) !== undefined,
  }
}
