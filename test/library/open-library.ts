// A folder library in a fresh temporary place, with a folder outside of its root for links to lead to.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import { isLikenessError } from '../../src/errors.ts'
import { createFolderLibrary } from '../../src/library/folder.ts'
import type { WalkEntry } from '../../src/library/library.ts'

export const pixelsMax = 4_000_000

export async function openLibrary(t: Test) {
  const folder = t.testdir({ images: {}, cache: {}, outside: { 'secret.jpg': 'secret' } })
  const paths = { root: join(folder, 'images'), cache: join(folder, 'cache'), outside: join(folder, 'outside') }
  const open = () => createFolderLibrary({ root: paths.root, cacheFolder: paths.cache, pixelsMax })
  return { library: await open(), open, ...paths, at: (path: string) => join(paths.root, path) }
}

/** The code that the call rejects with, `none` where it resolves, so that tables can be compared. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'none'
  } catch (error) {
    return isLikenessError(error) ? error.code : `not catalogued: ${error}`
  }
}

export async function collect(entries: AsyncIterable<WalkEntry>): Promise<WalkEntry[]> {
  return Array.fromAsync(entries)
}

export async function makeFolders(root: string, ...paths: string[]): Promise<void> {
  for (const path of paths) await mkdir(join(root, path), { recursive: true })
}
