// Takes the files of the library into the store: walk, read ahead, hand over, count. One bad file never stops the others.
// The parts: ingest-target.ts (where to), in-flight.ts (how much at once), tally.ts (what became of each file).
import { buffer } from 'node:stream/consumers'
import { createError, type ErrorCode, isLikenessError, type LikenessError } from '../errors.ts'
import type { Library, Selection, WalkEntry } from '../library/library.ts'
import { findPartner } from './find-partner.ts'
import { createInFlight } from './in-flight.ts'
import type { AddedAs, IngestTarget } from './ingest-target.ts'
import { type FilePlace, sortOut, takeAll } from './sort-out.ts'
import {
  createTally,
  describeProblem,
  type FileOutcome,
  type FileProblem,
  type IngestProgress,
  type Tally,
} from './tally.ts'

export type IngestOptions = {
  /** Files that are read or worked on at once. */
  filesInFlightMax: number
  /** Their bytes together. */
  bytesInFlightMax: number
  /** Larger files are not read. */
  imageBytesMax: number
  /** Reads every file, also those whose size and time are as they were recorded. */
  readsAll?: boolean
  /** Only tells what would be done: nothing is read but the first bytes of files, and nothing changes. */
  isDryRun?: boolean
  /** Whether a file that begins like this is a picture, for files that are not read. */
  isPicture(head: Uint8Array): boolean
}

export type IngestRequest = {
  library: Library
  target: IngestTarget
  /** Folders or files, as paths of the library; '' is all of it. None may lie below another. */
  paths: readonly string[]
  options: IngestOptions
  /** Leaves out files and folders below `paths`. */
  selection?: Selection
  /** Told of each file what became of it, as soon as that is known. */
  onOutcome?: (outcome: FileOutcome) => void
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
  'LIBRARY_UNAVAILABLE',
  'STORE_READ_ONLY',
  'STORE_MISMATCH',
  'STORE_INVALID',
  'INDEX_MISSING',
  'INDEX_RED',
])

/** How much of a file that is not read is looked at. */
const headBytesMax = 4096

/**
 * Adds every file below `paths`. The same run again finds what was added by its size and time, or by its content hash where those
 * changed, and goes on with the rest.
 * Rejects only where a path cannot be walked: PATH_INVALID, FILE_NOT_FOUND.
 */
export async function ingest(request: IngestRequest): Promise<IngestSummary> {
  const { library, target, options, onProgress = () => {}, onOutcome = () => {} } = request
  const walk = () => walkAll(request)
  const startMs = performance.now()
  const tally = createTally()
  const stop = new AbortController()
  const signal = request.signal ? AbortSignal.any([request.signal, stop.signal]) : stop.signal
  const inFlight = createInFlight({ filesMax: options.filesInFlightMax, bytesMax: options.bytesInFlightMax })
  let fault: LikenessError | null = null

  /** Whether going on is pointless; then the run ends. */
  function isFault(error: unknown): boolean {
    if (!isLikenessError(error) || !faultCodes.has(error.code)) return false
    fault = error
    stop.abort()
    return true
  }

  async function addFile(entry: FilePlace): Promise<void> {
    try {
      signal.throwIfAborted()
      tell(entry.relativePath, await take(entry))
    } catch (error) {
      // Given up half-way, and so without an outcome: the next run takes it.
      if (signal.aborted) return
      if (isFault(error)) return
      try {
        tellProblem(await describeFailure(library, entry.relativePath, error))
      } catch (cause) {
        if (!isFault(cause)) tellProblem(describeProblem(entry.relativePath, error))
      }
    }
  }

  async function take(entry: FilePlace): Promise<AddedAs> {
    await assertTakeable(library, entry, options)
    // What was renamed counts as new here: only its bytes tell.
    if (options.isDryRun) return entry.isStored ? 'updated' : 'created'
    const { relativePath, fileModifiedAt } = entry
    return target.add({ relativePath, bytes: await library.read(relativePath), fileModifiedAt }, { signal })
  }

  function tell(relativePath: string, outcome: AddedAs): void {
    tally.add(outcome)
    onOutcome({ relativePath, outcome })
    onProgress(tally.progress)
  }

  function tellProblem(problem: FileProblem): void {
    tally.addProblem(problem)
    onOutcome(problem)
    onProgress(tally.progress)
  }

  const counting = countPlaces(walk(), tally.progress, signal)
  try {
    for await (const place of options.readsAll && !options.isDryRun
      ? takeAll(walk())
      : sortOut(walk(), target, signal)) {
      if (place.kind === 'file') await inFlight.start(bytesRead(place, options), () => addFile(place))
      if (signal.aborted) break
      if (place.kind === 'file') continue
      if (place.kind === 'known') tell(place.relativePath, 'unchanged')
      else tellProblem(describePlace(place))
    }
  } catch (error) {
    // Asking for what is known may fail like adding does.
    if (!signal.aborted && !isFault(error)) throw error
  } finally {
    await inFlight.drain()
    stop.abort()
    await counting
  }
  if (!fault && !options.isDryRun) fault = await findFault(target.finish())
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

/** Errors: IMAGE_TOO_LARGE and UNSUPPORTED_IMAGE_TYPE for what need not be read to be refused. */
async function assertTakeable(
  library: Library,
  { relativePath, sizeBytes }: FilePlace,
  { imageBytesMax, isPicture, isDryRun }: IngestOptions,
): Promise<void> {
  if (sizeBytes === 0) throw createError('IMAGE_UNDECODABLE', 'The file is empty.')
  const isTooLarge = sizeBytes > imageBytesMax
  if (!isTooLarge && !isDryRun) return
  // A film among the photos is no failure, a picture that is too large is one.
  if (!isPicture(await readHead(library, relativePath))) {
    throw createError('UNSUPPORTED_IMAGE_TYPE', 'The file is not a picture of a known format.')
  }
  if (!isTooLarge) return
  throw createError('IMAGE_TOO_LARGE', `The file has ${sizeBytes} bytes; at most ${imageBytesMax} are taken.`)
}

/** What is no picture may belong to one. */
async function describeFailure(library: Library, relativePath: string, error: unknown): Promise<FileProblem> {
  const isOther = isLikenessError(error, 'UNSUPPORTED_IMAGE_TYPE')
  const partner = isOther ? await findPartner(library, relativePath) : null
  if (partner === null) return describeProblem(relativePath, error)
  return { relativePath, outcome: 'skipped', code: 'PAIRED', reason: `It belongs to ${partner}.` }
}

async function readHead(library: Library, relativePath: string): Promise<Uint8Array> {
  const { stream } = await library.open(relativePath, { start: 0, end: headBytesMax - 1 })
  return buffer(stream)
}

function bytesRead({ sizeBytes }: { sizeBytes: number }, { imageBytesMax }: IngestOptions): number {
  return sizeBytes > imageBytesMax ? headBytesMax : sizeBytes
}

async function* walkAll({ library, paths, selection }: IngestRequest): AsyncGenerator<WalkEntry> {
  for (const path of paths) yield* library.walk(path, selection)
}

/** Walks ahead of the work, so that the time left can be told. */
async function countPlaces(
  places: AsyncIterable<WalkEntry>,
  progress: IngestProgress,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const _place of places) {
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
