// How tests start an embedder: one thread a tower, and nothing kept, so that each call is embedded.
import type { EmbedderOptions } from '../../src/embedder/pool.ts'

export const embedderOptions: Omit<EmbedderOptions, 'model'> = {
  towers: 'both',
  decoding: 'exact',
  workers: 1,
  threads: 1,
  graphsDir: null,
  batchMax: 8,
  batchWaitMs: 0,
  searchQueueLengthMax: 100,
  queueLengthMax: 100,
  cacheBytesMax: 0,
  imageBytesMax: 10_000_000,
  pixelsMax: 10_000_000,
}
