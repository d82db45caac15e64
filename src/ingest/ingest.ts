// Takes the files of the library into the store: walk, read ahead, hand over, count. One bad file never stops the others.
// The parts: ingest-target.ts (where to), in-flight.ts (how much at once), tally.ts (what became of each file).
import { open } from 'node:fs/promises'
import { createError, type ErrorCode, isLikenessError, type LikenessError } from '../errors.ts'
import type { Library, WalkEntry } from '../library/library.ts'
import { createInFlight } from './in-flight.ts'
import type { AddedAs, IngestTarget } from './ingest-target.ts'
import { createTally, describeProblem, type FileProblem, type IngestProgress, type Tally } from './tally.ts'

export type IngestOptions = {
  /** Files that are read or worked on at once. */
  filesInFlightMax: number
  /** Their bytes together. */
  bytesInFlightMax: number
  /** Larger files are not read. */
  imageBytesMax: number
  /** Whether a file that begins like this is a picture, for files that are not read. */
  isPicture(head: Uint8Array): boolean
}

export type IngestRequest = {
  library: Library
  target: IngestTarget
  /** Folders or files, as paths of the library; '' is all of it. None may lie below another. */
  paths: readonly string[]
  options: IngestOptions
  /** Called after each file with the same object, which changes. */
  onProgress?: (progress: IngestProgress) => void
  /** Ends the run early; what was added until then stays. */
  signal?: AbortSignal
}

export type IngestSummary = Pick<Tally, 'reasons' | 'problems' | 'problemsLeftOut'> & {
  counts: IngestProgress['counts']
  durationMs: number
  /** Whether the signal ended the run. */
  interrupted: boolean
  /** The failure that made going on pointless, such as a store that does not answer; null for a run to the end. */
  fault: LikenessError | null
}

/** What the next file would meet too. */
const faultCodes: ReadonlySet<ErrorCode> = new Set([
  'UNAUTHORIZED',
  'HOST_NOT_ALLOWED',
  'ORIGIN_NOT_ALLOWED',
  'ROUTE_NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'OVERLOADED',
  'SHUTTING_DOWN',
  'STORE_UNAVAILABLE',
  'STORE_READ_ONLY',
  'STORE_MISMATCH',
  'STORE_INVALID',
  'INDEX_MISSING',
  'INDEX_RED',
])

/** How much of a file that is not read is looked at. */
const headBytesMax = 4096

/**
 * Adds every file below `paths`. The same run again finds what was added by its content hash and goes on with the rest.
 * Rejects only where a path cannot be walked: PATH_INVALID, FILE_NOT_FOUND.
 */
export async function ingest(request: IngestRequest): Promise<IngestSummary> {
  const { library, target, paths, options, onProgress = () => {} } = request
  const startMs = performance.now()
  const tally = createTally()
  const stop = new AbortController()
  const signal = request.signal ? AbortSignal.any([request.signal, stop.signal]) : stop.signal
  const inFlight = createInFlight({ filesMax: options.filesInFlightMax, bytesMax: options.bytesInFlightMax })
  let fault: LikenessError | null = null

  async function addFile(entry: Extract<WalkEntry, { kind: 'file' }>): Promise<void> {
    try {
      tally.add(await readAndAdd(library, target, entry, options, signal))
    } catch (error) {
      // Given up half-way, and so without an outcome: the next run takes it.
      if (signal.aborted) return
      if (isLikenessError(error) && faultCodes.has(error.code)) {
        fault = error
        stop.abort()
        return
      }
      tally.addProblem(describeProblem(entry.relativePath, error))
    }
    onProgress(tally.progress)
  }

  const counting = countPlaces(library, paths, tally.progress, signal)
  try {
    for await (const entry of walkAll(library, paths)) {
      if (entry.kind === 'file') await inFlight.start(bytesRead(entry, options), () => addFile(entry))
      if (signal.aborted) break
      if (entry.kind === 'file') continue
      tally.addProblem(describePlace(entry))
      onProgress(tally.progress)
    }
  } finally {
    await inFlight.drain()
    stop.abort()
    await counting
  }
  if (!fault) fault = await findFault(target.finish())
  const { reasons, problems, problemsLeftOut } = tally
  return {
    counts: tally.progress.counts,
    reasons,
    problems,
    problemsLeftOut,
    durationMs: performance.now() - startMs,
    interrupted: request.signal?.aborted ?? false,
    fault,
  }
}

/** The catalogued failure of the work, or null. */
async function findFault(work: Promise<void>): Promise<LikenessError | null> {
  try {
    await work
    return null
  } catch (error) {
    if (isLikenessError(error)) return error
    throw error
  }
}

async function readAndAdd(
  library: Library,
  target: IngestTarget,
  { relativePath, sizeBytes }: Extract<WalkEntry, { kind: 'file' }>,
  { imageBytesMax, isPicture }: IngestOptions,
  signal: AbortSignal,
): Promise<AddedAs> {
  signal.throwIfAborted()
  if (sizeBytes > imageBytesMax) {
    // A film among the photos is no failure, a picture that is too large is one.
    const head = await readHead(library, relativePath)
    throw isPicture(head)
      ? createError('IMAGE_TOO_LARGE', `The file has ${sizeBytes} bytes; at most ${imageBytesMax} are taken.`)
      : createError('UNSUPPORTED_IMAGE_TYPE', 'The file is not a picture of a known format.')
  }
  return target.add({ relativePath, bytes: await library.read(relativePath) }, { signal })
}

async function readHead(library: Library, relativePath: string): Promise<Uint8Array> {
  const { absolutePath } = await library.stat(relativePath)
  await using handle = await open(absolutePath)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytesMax), 0, headBytesMax, 0)
  return buffer.subarray(0, bytesRead)
}

function bytesRead({ sizeBytes }: { sizeBytes: number }, { imageBytesMax }: IngestOptions): number {
  return sizeBytes > imageBytesMax ? headBytesMax : sizeBytes
}

async function* walkAll(library: Library, paths: readonly string[]): AsyncGenerator<WalkEntry> {
  for (const path of paths) yield* library.walk(path)
}

/** Walks ahead of the work, so that the time left can be told. */
async function countPlaces(
  library: Library,
  paths: readonly string[],
  progress: IngestProgress,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const _place of walkAll(library, paths)) {
      if (signal.aborted) return
      progress.found += 1
    }
    progress.isCounted = true
  } catch {
    // The walk that does the work meets the same and tells it.
  }
}

function describePlace({ relativePath, reason }: Extract<WalkEntry, { kind: 'skipped' }>): FileProblem {
  return { relativePath, outcome: 'skipped', code: 'PLACE_SKIPPED', reason }
}
