// Pulls a model of the table: what is missing of its files, one after the other, each recorded in the folder's lock.json.
// download-file.ts brings one file; cli/models.ts and wire.ts call this; embedder/model-pack.ts loads what lies there then.
import { mkdir, rename, stat, statfs, writeFile } from 'node:fs/promises'
import { setGlobalProxyFromEnv } from 'node:http'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findLock } from '../embedder/pack/model-pack.ts'
import {
  type HubFile,
  type LockedFile,
  lockFileName,
  type ModelLock,
  type ModelRow,
  neededFiles,
  originOf,
} from '../embedder/pack/model-row.ts'
import { createError } from '../errors.ts'
import { acquireProcessLock, type ProcessLock } from '../process-lock.ts'
import { describeFault, type Hub, urlOf } from './describe-fault.ts'
import { DownloadFault } from './download-fault.ts'
import { defaultPatience, downloadFile, type Patience } from './download-file.ts'
import { findPresent, findShared, type PulledFile } from './find-file.ts'

export type PullProgress = {
  file: string
  /** Which file of how many, from 1. */
  index: number
  count: number
  doneBytes: number
  /** Null while the server has not said. */
  totalBytes: number | null
}

export type PullOptions = {
  row: ModelRow
  /** Absolute; the model's folder is made below it. */
  modelsDir: string
  /** Whether the text tower is wanted too. */
  text: boolean
  hub: Hub
  signal?: AbortSignal
  onProgress?: (progress: PullProgress) => void
  /** Told why an attempt failed and when the next one comes. */
  onRetry?: (line: string) => void
  /** Told when another process pulls the same model, which is then waited for. */
  onWait?: () => void
  patience?: Patience
  /** Bytes that this user may still write where the folder lies; for tests that have no full disk. */
  findFreeBytes?: (folder: string) => Promise<number>
}

/** Left free beside the files, for whatever else the machine does. */
const spareBytes = 64 * 1024 * 1024

const waitPollMs = 250

/**
 * Resolves when every needed file lies in the model's folder with the right hash; asks nobody where all do already.
 * Errors: MODEL_PULL_FAILED, whose message has the steps by hand where the hub cannot be reached; the signal's reason.
 */
export async function pullModel(options: PullOptions): Promise<PulledFile[]> {
  const { row, modelsDir } = options
  const folder = path.join(modelsDir, row.name)
  const leaveProxy = enterProxy()
  const lock = await takeLock(folder, options).catch((error) => {
    leaveProxy()
    throw error
  })
  try {
    return await pullFiles(folder, options)
  } catch (error) {
    options.signal?.throwIfAborted()
    // What the file system refused; anything else is told by its own name, or is a defect.
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw createError('MODEL_PULL_FAILED', `The folder ${folder} cannot be used.`, { cause: error })
  } finally {
    leaveProxy()
    lock.release()
  }
}

/** HTTP_PROXY, HTTPS_PROXY and NO_PROXY hold for the time of the pull, as every other program takes them. */
function enterProxy(): () => void {
  try {
    return setGlobalProxyFromEnv()
  } catch (cause) {
    throw createError('MODEL_PULL_FAILED', 'HTTP_PROXY or HTTPS_PROXY is not the address of a proxy.', { cause })
  }
}

async function takeLock(folder: string, { row, signal, onWait }: PullOptions): Promise<ProcessLock> {
  try {
    await mkdir(folder, { recursive: true })
    for (let hasTold = false; ; hasTold = true) {
      const lock = acquireProcessLock(path.join(folder, 'pull.lock'), 0)
      if (lock !== null) return lock
      if (!hasTold) onWait?.()
      await sleep(waitPollMs, null, { signal })
    }
  } catch (cause) {
    signal?.throwIfAborted()
    throw createError('MODEL_PULL_FAILED', `The folder for the model “${row.name}” cannot be written to: ${folder}`, {
      cause,
    })
  }
}

async function pullFiles(folder: string, options: PullOptions): Promise<PulledFile[]> {
  const { row, text, modelsDir } = options
  const lock: ModelLock = (await findLock(folder)) ?? { files: {} }
  const wanted = neededFiles(row, { text })
  const outcomes = new Map<string, PulledFile>()
  for (const file of wanted) {
    const outcome = (await findPresent(folder, file, lock)) ?? (await findShared(folder, file, modelsDir))
    if (outcome === null) continue
    outcomes.set(file.file, outcome)
    await record(folder, lock, file, outcome)
  }
  const missing = wanted.filter(({ file }) => !outcomes.has(file))
  await assertRoom(folder, missing, options)
  for (const [i, file] of missing.entries()) {
    const outcome = await pullOne(folder, file, { index: i + 1, count: missing.length }, missing, options)
    outcomes.set(file.file, outcome)
    await record(folder, lock, file, outcome)
  }
  return wanted.map(({ file }) => outcomes.get(file)!)
}

async function assertRoom(folder: string, missing: HubFile[], options: PullOptions): Promise<void> {
  const { findFreeBytes = freeBytesOf, row } = options
  if (missing.length === 0) return
  const parts = missing.map(async ({ file, aboutBytes }) => {
    const part = await stat(path.join(folder, `${file}.part`)).catch(() => null)
    return Math.max(0, aboutBytes - (part?.size ?? 0))
  })
  const needed = (await Promise.all(parts)).reduce((sum, bytes) => sum + bytes, spareBytes)
  const free = await findFreeBytes(folder)
  if (free >= needed) return
  const inMb = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`
  throw createError(
    'MODEL_PULL_FAILED',
    `The model “${row.name}” needs ${inMb(needed)} more and there are ${inMb(free)} free where ${folder} lies. Make room, or set MODELS_DIR to a folder on another disk.`,
  )
}

async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

async function pullOne(
  folder: string,
  file: HubFile,
  place: { index: number; count: number },
  missing: HubFile[],
  options: PullOptions,
): Promise<PulledFile> {
  const { hub, signal, onProgress, onRetry, patience = defaultPatience, row } = options
  try {
    const { bytes, sha256 } = await downloadFile({
      url: urlOf(hub, file),
      target: path.join(folder, file.file),
      sha256: file.sha256,
      token: hub.token,
      signal,
      patience,
      onRetry: (line) => onRetry?.(`${file.file}: ${line}`),
      onProgress: (doneBytes, totalBytes) => onProgress?.({ file: file.file, ...place, doneBytes, totalBytes }),
    })
    return { file: file.file, how: 'pulled', bytes, sha256 }
  } catch (error) {
    signal?.throwIfAborted()
    if (!(error instanceof DownloadFault)) throw error
    const left = missing.slice(place.index - 1)
    throw createError('MODEL_PULL_FAILED', describeFault(error, { row, file, left, folder, hub }), { cause: error })
  }
}

/** Written whole and moved into place, so that no crash leaves half of it. */
async function record(folder: string, lock: ModelLock, file: HubFile, { bytes, sha256 }: PulledFile): Promise<void> {
  const entry: LockedFile = { bytes, sha256, origin: originOf(file) }
  const known = lock.files[file.file]
  if (known?.sha256 === sha256 && known.bytes === bytes && known.origin === entry.origin) return
  lock.files[file.file] = entry
  const target = path.join(folder, lockFileName)
  await writeFile(`${target}.tmp`, `${JSON.stringify(lock, null, 2)}\n`)
  await rename(`${target}.tmp`, target)
}
