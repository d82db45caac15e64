// Downloads one file of any size: into `<target>.part`, resumed by HTTP range where it broke off, tried again with growing
// pauses, checked by size and hash, and moved into place in one step. pull-model.ts calls it for each file of a model.
import { open, rename, rm, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { hashFile } from '../embedder/pack/pack-file.ts'
import { DownloadFault } from './download-fault.ts'
import { fetchPart, type PartNote, readPartNote } from './fetch-part.ts'

export type Download = {
  url: string
  /** Absolute path. What lies there is replaced. */
  target: string
  /** SHA-256 in hex, where it is known beforehand. */
  sha256?: string
  token: string | null
  signal?: AbortSignal
  /** Bytes that lie on the disk, and of how many; null where the server does not say. */
  onProgress(doneBytes: number, totalBytes: number | null): void
  /** Told why an attempt failed and when the next one comes, before each but the first. */
  onRetry(line: string): void
  patience: Patience
}

export type Patience = {
  /** How often in a row the server may fail before it has sent another byte. */
  attemptsMax: number
  /** The pause after the first failure, in milliseconds; it doubles with each further one, up to a minute. */
  pauseMs: number
  /** A connection that sends nothing for so long, in milliseconds, is given up. */
  stallMs: number
}

export const defaultPatience: Patience = { attemptsMax: 6, pauseMs: 1_000, stallMs: 30_000 }

const pauseMaxMs = 60_000

/** Resolves to what was downloaded. Errors: DownloadFault; the signal's reason. What was received stays for the next try. */
export async function downloadFile(download: Download): Promise<{ bytes: number; sha256: string }> {
  const { target, sha256 } = download
  const part = `${target}.part`
  const wasResumed = await receive(download, part)
  let found = await hashFile(part)
  if (sha256 !== undefined && found !== sha256 && wasResumed) {
    // Pieces of two different files, or of a damaged one: the whole may be right.
    await forgetPart(part)
    await receive(download, part)
    found = await hashFile(part)
  }
  if (sha256 !== undefined && found !== sha256) {
    await forgetPart(part)
    throw new DownloadFault(
      'wrong-bytes',
      `it has sha256 ${found.slice(0, 12)}… where ${sha256.slice(0, 12)}… is expected`,
    )
  }
  await syncFile(part)
  const { size } = await stat(part)
  await rename(part, target)
  await rm(`${part}.json`, { force: true })
  return { bytes: size, sha256: found }
}

/** Fills `part` to its end, over as many connections as it takes. Resolves to whether bytes of an earlier one were kept. */
async function receive(download: Download, part: string): Promise<boolean> {
  const { patience, signal } = download
  let failures = 0
  let wasResumed = false
  for (;;) {
    const startBytes = await sizeOf(part)
    const note: PartNote | null = await readPartNote(part)
    try {
      const outcome = await fetchPart(download, part, startBytes, note)
      return wasResumed || outcome.wasResumed
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof DownloadFault) || !error.mayPass) throw error
      const hasGrown = (await sizeOf(part)) > startBytes
      wasResumed ||= startBytes > 0
      failures = hasGrown ? 1 : failures + 1
      if (failures >= patience.attemptsMax) throw error
      const waitMs = pauseBefore(failures, error, patience)
      download.onRetry(`${error.message}; trying again in ${(waitMs / 1000).toFixed(1)} s`)
      await sleep(waitMs, null, { signal })
    }
  }
}

/** Spread, so that many instances that lost the same server do not come back at once. */
function pauseBefore(failures: number, { retryAfterMs }: DownloadFault, { pauseMs }: Patience): number {
  const growing = pauseMs * 2 ** (failures - 1) * (0.5 + Math.random() / 2)
  return Math.min(Math.max(growing, retryAfterMs), pauseMaxMs)
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}

/** Removes what was received, so that the next request starts from the first byte. */
async function forgetPart(part: string): Promise<void> {
  await rm(part, { force: true })
  await rm(`${part}.json`, { force: true })
}

/** So that no power cut can leave a file in place whose bytes are not on the disk. */
async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
