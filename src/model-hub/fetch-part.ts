// One connection of a download: asks for the bytes that are missing, and appends what comes to the part file.
// download-file.ts decides whether and when to try again.
import { createWriteStream } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DownloadFault } from './download-fault.ts'
import type { Download } from './download-file.ts'

/** Which version of the file the part belongs to, where the server named it; kept beside the part. */
export type PartNote = { etag: string }

export async function readPartNote(part: string): Promise<PartNote | null> {
  try {
    return JSON.parse(await readFile(`${part}.json`, 'utf8'))
  } catch {
    return null
  }
}

/** Resolves when the part is whole. Errors: DownloadFault; the signal's reason. */
export async function fetchPart(
  download: Download,
  part: string,
  partBytes: number,
  note: PartNote | null,
): Promise<{ wasResumed: boolean }> {
  // Without a hash to check the whole against, or the version's name, pieces of two files could end up in one.
  const offset = download.sha256 !== undefined || note !== null ? partBytes : 0
  const stall = createStallSignal(download.patience.stallMs)
  const signal = AbortSignal.any([stall.signal, ...(download.signal ? [download.signal] : [])])
  try {
    const response = await request(download, offset, note, signal)
    if (response.status === 416) return await endPart(response, part, offset)
    const total = await checkAnswer(response, part, offset)
    const start = response.status === 206 ? offset : 0
    await keepNote(response, part)
    await append(response, part, start, { total, onBytes: stall.rewind, onProgress: download.onProgress, signal })
    return { wasResumed: start > 0 }
  } catch (error) {
    download.signal?.throwIfAborted()
    throw error instanceof DownloadFault ? error : toFault(error, stall.signal.aborted)
  } finally {
    stall.end()
  }
}

async function request(download: Download, offset: number, note: PartNote | null, signal: AbortSignal) {
  const headers: Record<string, string> = {
    // The file's own bytes: a compressed transfer has another length, and ranges of its own.
    'accept-encoding': 'identity',
  }
  // Not sent on to the storage that a hub redirects to: fetch drops it where the origin changes.
  if (download.token !== null) headers.authorization = `Bearer ${download.token}`
  if (offset > 0) {
    headers.range = `bytes=${offset}-`
    if (note !== null) headers['if-range'] = note.etag
  }
  return fetch(download.url, { headers, signal })
}

/** How many bytes the whole file has, null where that is not told. Throws for an answer that brings no bytes of it. */
async function checkAnswer(response: Response, part: string, offset: number): Promise<number | null> {
  const { status, headers } = response
  if (status !== 200 && status !== 206) {
    await response.body?.cancel()
    throw faultOfStatus(status, headers.get('retry-after'))
  }
  const length = headers.get('content-length')
  if (status === 200) return length === null ? null : Number(length)
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get('content-range') ?? '')
  if (range === null || Number(range[1]) !== offset) {
    await response.body?.cancel()
    await rm(part, { force: true })
    throw new DownloadFault('broken', 'the server sent another range than was asked for')
  }
  return range[2] === '*' ? null : Number(range[2])
}

/** The server has nothing behind what is there: it is whole, or longer than the file. */
async function endPart(response: Response, part: string, offset: number): Promise<{ wasResumed: boolean }> {
  await response.body?.cancel()
  const total = /^bytes \*\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
  if (total !== undefined && Number(total) === offset) return { wasResumed: true }
  await rm(part, { force: true })
  throw new DownloadFault('broken', 'what was received before is no part of the file')
}

function faultOfStatus(status: number, retryAfter: string | null): DownloadFault {
  if (status === 401) return new DownloadFault('refused', 'the hub asks who is there (401)')
  if (status === 403) return new DownloadFault('refused', 'the hub does not allow it (403)')
  if (status === 404) return new DownloadFault('absent', 'the hub does not have it (404)')
  const isPassing = status === 408 || status === 429 || status >= 500
  const retryAfterMs = /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) * 1000 : 0
  if (isPassing) return new DownloadFault('busy', `the hub answers ${status}`, { retryAfterMs })
  return new DownloadFault('absent', `the hub answers ${status}`)
}

/** A weak name (`W/"…"`) is not enough to put pieces together by. */
async function keepNote(response: Response, part: string): Promise<void> {
  const etag = response.headers.get('etag')
  if (etag?.startsWith('"')) await writeFile(`${part}.json`, JSON.stringify({ etag } satisfies PartNote))
  else await rm(`${part}.json`, { force: true })
}

type Appending = {
  total: number | null
  onBytes: () => void
  onProgress: Download['onProgress']
  signal: AbortSignal
}

async function append(response: Response, part: string, start: number, options: Appending): Promise<void> {
  const { total, onBytes, onProgress, signal } = options
  let doneBytes = start
  onProgress(doneBytes, total)
  async function* count(chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      onBytes()
      doneBytes += chunk.byteLength
      yield chunk
      onProgress(doneBytes, total)
    }
  }
  const file = createWriteStream(part, { flags: start > 0 ? 'a' : 'w' })
  await pipeline(Readable.fromWeb(response.body as never), count, file, { signal })
  if (total !== null && doneBytes !== total) {
    throw new DownloadFault('broken', `the connection ended after ${doneBytes} of ${total} bytes`)
  }
}

function toFault(error: unknown, hasStalled: boolean): DownloadFault {
  if (hasStalled) return new DownloadFault('broken', 'the server stopped sending', { cause: error })
  const { code } = error as { code?: unknown }
  if (code === 'ENOSPC' || code === 'EDQUOT') return new DownloadFault('disk', 'the disk is full', { cause: error })
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
    return new DownloadFault('disk', 'the models’ folder cannot be written to', { cause: error })
  }
  // A connection that broke off amid the body comes as `terminated`, one that never was as `fetch failed`.
  const isBroken = error instanceof Error && error.message === 'terminated'
  if (isBroken) return new DownloadFault('broken', 'the connection broke off', { cause: error })
  return new DownloadFault('unreachable', `the hub cannot be reached (${reasonOf(error)})`, { cause: error })
}

/** The innermost of what a failed fetch wraps: the system's code, or a proxy's refusal, which has only its sentence. */
function reasonOf(error: unknown): string {
  let innermost = error
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause
  const { code, message } = innermost as { code?: unknown; message?: string }
  return typeof code === 'string' && /^E[A-Z]+$/.test(code) ? code : (message ?? 'no connection')
}

/** Aborts when nobody has rewound it for `stallMs`. */
function createStallSignal(stallMs: number) {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Error('stalled')), stallMs)
  return { signal: controller.signal, rewind: () => void timer.refresh(), end: () => clearTimeout(timer) }
}
