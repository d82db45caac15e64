// One file of a model pack: found inside the pack's folder, and checked by size and SHA-256.
// model-pack.ts checks every file at each start; src/model-hub checks what it pulled.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { PackFileRow } from './model-manifest.ts'

/** What is wrong with a file and, where it is not to get the pack again, what to do: for a MODEL_INVALID error. */
export class PackFileFault extends Error {
  readonly todo: string | undefined
  readonly isMissing: boolean

  constructor(wrong: string, options: ErrorOptions & { todo?: string; isMissing?: boolean } = {}) {
    super(wrong, options)
    this.todo = options.todo
    this.isMissing = options.isMissing ?? false
  }
}

/**
 * The real, absolute path of the file, which is as `wanted` says; `declared` is what said so, for people.
 * Throws PackFileFault for one that is missing, lies outside the folder, or has another size or hash.
 */
export async function verifyPackFile(folder: string, wanted: PackFileRow, declared: string): Promise<string> {
  const { file, bytes, sha256 } = wanted
  const absolutePath = await locatePackFile(folder, file)
  const found = await stat(absolutePath)
  if (!found.isFile()) throw new PackFileFault(`${file} is not a file`)
  if (found.size !== bytes) {
    throw new PackFileFault(`${file} has ${found.size} bytes where ${declared} says ${bytes}`)
  }
  const digest = await hashFile(absolutePath)
  if (digest !== sha256) {
    throw new PackFileFault(`${file} has sha256 ${digest.slice(0, 12)}… where ${declared} says ${sha256.slice(0, 12)}…`)
  }
  return absolutePath
}

/** SHA-256 in hex, read in pieces off the event loop (30 MB take about 20 ms). */
export async function hashFile(absolutePath: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(absolutePath, { highWaterMark: 1 << 18 }), hash)
  return hash.digest('hex')
}

async function locatePackFile(folder: string, file: string): Promise<string> {
  const missing = (cause: unknown) => new PackFileFault(`${file} is missing`, { cause, isMissing: true })
  const root = await realpath(folder).catch((cause) => {
    throw missing(cause)
  })
  const isInside = (absolutePath: string) => absolutePath.startsWith(root + path.sep)
  const leaves = () =>
    new PackFileFault(`the path “${file}” leaves the folder`, { todo: 'keep all files inside the pack' })
  const named = path.resolve(root, file)
  if (path.isAbsolute(file) || !isInside(named)) throw leaves()
  // Links are followed before the check, so that one inside the folder cannot lead out of it.
  const real = await realpath(named).catch((cause) => {
    throw missing(cause)
  })
  if (!isInside(real)) throw leaves()
  return real
}
