// The most resident memory that the service has while something goes on.
import { setTimeout as wait } from 'node:timers/promises'
import type { MeasuredService } from './start-service.ts'

const sampleMs = 250

/** Resolves to what the work gave, and the most bytes meanwhile. */
export async function watchRss<Result>(service: MeasuredService, work: Promise<Result>): Promise<[Result, number]> {
  let isWorking = true
  const working = work.finally(() => {
    isWorking = false
  })
  // Told when the result is awaited, below.
  working.catch(() => {})
  let mostBytes = 0
  while (isWorking) {
    mostBytes = Math.max(mostBytes, await service.rssBytes())
    await wait(sampleMs)
  }
  return [await working, mostBytes]
}
