// Whether memory grows with the number of requests. It rises and falls with each collection, by more than what is looked for: so the
// highest of many pictures right after the warm-up is compared with the highest of as many at the end.
import { setTimeout as wait } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { measureVectorize } from './measure-vectors.ts'
import { type MeasuredService, startMeasuredService } from './start-service.ts'
import { watchRss } from './watch-rss.ts'

export type MemoryResult = {
  requests: number
  warmUp: number
  /** Resident bytes with nothing to do, before and after the requests. */
  restingBytes: { before: number; after: number }
  /** The most resident bytes while each part of the requests was answered. */
  mostBytes: number[]
}

const concurrency = 4
const readings = 5
const readingMs = 300
/** The number of pictures ends a part, not the time. */
const dayMs = 86_400_000

/**
 * Small: the cache is bounded, and what it takes until it is full is no leak. In the warm-up of a full run it fills up, with the vectors
 * of some nine hundred pictures.
 */
const cacheBytesMax = 4 * 1024 * 1024

export async function measureMemory(bench: Bench): Promise<MemoryResult> {
  const { requests, warmUp, parts } = bench.isQuick
    ? { requests: 500, warmUp: 200, parts: 2 }
    : { requests: 20_000, warmUp: 2_000, parts: 20 }
  const service = await startMeasuredService(bench.folder, { CACHE_BYTES_MAX: String(cacheBytesMax) })
  const unlimited = { ...bench, windowMs: dayMs }
  const send = (count: number) =>
    service.uncached(() => measureVectorize(unlimited, service.url, 'small', concurrency, count))
  try {
    bench.say('memory: warming up')
    await send(warmUp)
    const before = await restingRss(service)
    const mostBytes: number[] = []
    for (let part = 1; part <= parts; part++) {
      const [, most] = await watchRss(service, send(requests / parts))
      mostBytes.push(most)
      bench.say(`memory: ${(requests / parts) * part} of ${requests} pictures, ${(most / 2 ** 20).toFixed(0)} MiB`)
    }
    return { requests, warmUp, restingBytes: { before, after: await restingRss(service) }, mostBytes }
  } finally {
    await service.stop()
  }
}

/** The middle of some readings. */
async function restingRss(service: MeasuredService): Promise<number> {
  const rss: number[] = []
  for (let i = 0; i < readings; i++) {
    await wait(readingMs)
    rss.push(await service.rssBytes())
  }
  return rss.sort((a, b) => a - b)[readings >> 1]!
}
