// The embedder's figures: how long inputs wait, how many share a run, what decoding and inference take, what the caches save.
// metrics.ts makes them; the names and labels are documented in docs/operations.md.
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Priority } from '../embedder/embedder.ts'
import type { EmbedderLoad, EmbedderMeter, InputKind } from '../embedder/meter.ts'

const kinds: InputKind[] = ['text', 'image']
const priorities: Priority[] = ['interactive', 'bulk']
const outcomes = ['hit', 'shared', 'miss'] as const

/** In seconds: a run of a text takes milliseconds; bulk waits as long as its queue is. */
const workBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/** Series that never happened read as 0. Registers them in `registry`. */
export function createEmbedderMeter(registry: Registry): EmbedderMeter {
  const registers = [registry]
  const waits = new Histogram({
    name: 'likeness_embed_wait_seconds',
    help: 'Time from when a text or picture was ready for inference to when a thread took it.',
    labelNames: ['kind', 'priority'] as const,
    buckets: workBuckets,
    registers,
  })
  const batches = new Histogram({
    name: 'likeness_embed_batch_size',
    help: 'Inputs that shared one run of a tower.',
    labelNames: ['kind'] as const,
    buckets: [1, 2, 4, 8, 16, 32],
    registers,
  })
  const inferences = new Histogram({
    name: 'likeness_inference_seconds',
    help: 'Time of one run of a tower, whatever the number of its inputs.',
    labelNames: ['kind'] as const,
    buckets: workBuckets,
    registers,
  })
  const decodes = new Histogram({
    name: 'likeness_decode_seconds',
    help: 'Time to decode, resize and crop one picture, without the wait for its turn.',
    buckets: workBuckets,
    registers,
  })
  const cacheRequests = new Counter({
    name: 'likeness_cache_requests_total',
    help: 'Vectors asked for: kept already (hit), being made for another call (shared), or to be made (miss).',
    labelNames: ['cache', 'outcome'] as const,
    registers,
  })
  const refusals = new Counter({
    name: 'likeness_embed_refused_total',
    help: 'Texts and pictures refused as too many were waiting.',
    labelNames: ['priority'] as const,
    registers,
  })

  for (const kind of kinds) {
    for (const priority of priorities) waits.zero({ kind, priority })
    for (const outcome of outcomes) cacheRequests.inc({ cache: kind, outcome }, 0)
    batches.zero({ kind })
    inferences.zero({ kind })
  }
  for (const priority of priorities) refusals.inc({ priority }, 0)

  return {
    waited: (kind, priority, ms) => waits.observe({ kind, priority }, ms / 1000),
    inferred(kind, inputs, ms) {
      batches.observe({ kind }, inputs)
      inferences.observe({ kind }, ms / 1000)
    },
    decoded: (ms) => decodes.observe(ms / 1000),
    cached: (kind, outcome) => cacheRequests.inc({ cache: kind, outcome }),
    refused: (priority) => refusals.inc({ priority }),
  }
}

/** Gauges that ask `load` when they are read. Registers them in `registry`. */
export function watchLoad(registry: Registry, load: () => EmbedderLoad): void {
  const registers = [registry]
  new Gauge({
    name: 'likeness_embed_open',
    help: 'Texts and pictures that were admitted and have no vector yet.',
    labelNames: ['priority'] as const,
    registers,
    collect() {
      const now = load().open
      for (const priority of priorities) this.set({ priority }, now[priority])
    },
  })
  const held = [
    ['entries', 'Vectors that are kept.'],
    ['bytes', 'Bytes that the kept vectors are counted as.'],
  ] as const
  for (const [quantity, help] of held) {
    new Gauge({
      name: `likeness_cache_${quantity}`,
      help,
      labelNames: ['cache'] as const,
      registers,
      collect() {
        const now = load().cache
        for (const kind of kinds) this.set({ cache: kind }, now[kind][quantity])
      },
    })
  }
}
