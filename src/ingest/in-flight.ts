// Bounds the files that ingest reads ahead, in number and in bytes, so that memory stays flat whatever the folder holds.
// ingest.ts and sync-pass.ts are its users.

export type InFlight = {
  /** Starts `work`, which must not reject, once it fits; resolves when it has started. A lone file always fits. */
  start(sizeBytes: number, work: () => Promise<void>): Promise<void>
  /** Resolves when nothing is open. */
  drain(): Promise<void>
}

/**
 * How many files are worth having in hand: for each session of the model a run in work and the next one, and for each thread one that is
 * read or stored. Never more than the embedder admits.
 */
export function filesAhead(bounds: { workers: number; threads: number; batchMax: number; queueLengthMax: number }) {
  const { workers, threads, batchMax, queueLengthMax } = bounds
  return Math.min(workers * (2 * batchMax + threads), queueLengthMax)
}

export function createInFlight({ filesMax, bytesMax }: { filesMax: number; bytesMax: number }): InFlight {
  const open = new Set<Promise<void>>()
  let openBytes = 0

  return {
    async start(sizeBytes, work) {
      while (open.size > 0 && (open.size >= filesMax || openBytes + sizeBytes > bytesMax)) await Promise.race(open)
      openBytes += sizeBytes
      const done = work().finally(() => {
        open.delete(done)
        openBytes -= sizeBytes
      })
      open.add(done)
    },
    async drain() {
      await Promise.all(open)
    },
  }
}
