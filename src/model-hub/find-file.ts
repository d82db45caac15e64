// Whether a file of a model needs no download: it lies there already, or in another model's folder. pull-model.ts asks.
import { copyFile, link, readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { findLock } from '../embedder/pack/model-pack.ts'
import type { HubFile, ModelLock } from '../embedder/pack/model-row.ts'
import { hashFile } from '../embedder/pack/pack-file.ts'

/** How a file came to be there: it was already, another model had it, or it was pulled. */
export type PulledFile = { file: string; how: 'present' | 'shared' | 'pulled'; bytes: number; sha256: string }

/** The file where it lies already and is right: also one that was put there by hand. */
export async function findPresent(folder: string, file: HubFile, lock: ModelLock): Promise<PulledFile | null> {
  const found = await describeFile(path.join(folder, file.file))
  if (found === null) return null
  const expected = file.sha256 ?? lock.files[file.file]?.sha256
  if (expected !== undefined && expected !== found.sha256) return null
  return { file: file.file, how: 'present', ...found }
}

/** The same file in another model's folder, as the models share their image towers: linked where that can be, else copied. */
export async function findShared(folder: string, file: HubFile, modelsDir: string): Promise<PulledFile | null> {
  if (file.sha256 === undefined) return null
  for (const name of await readdir(modelsDir)) {
    const other = path.join(modelsDir, name)
    const files = Object.entries((await findLock(other))?.files ?? {})
    const twin = files.find(([, { sha256 }]) => sha256 === file.sha256)?.[0]
    if (twin === undefined || other === folder) continue
    const found = await describeFile(path.join(other, twin))
    if (found?.sha256 !== file.sha256) continue
    const here = path.join(folder, file.file)
    await rm(here, { force: true })
    await link(path.join(other, twin), here).catch(() => copyFile(path.join(other, twin), here))
    return { file: file.file, how: 'shared', ...found }
  }
  return null
}

async function describeFile(absolutePath: string): Promise<{ bytes: number; sha256: string } | null> {
  const found = await stat(absolutePath).catch(() => null)
  return found?.isFile() ? { bytes: found.size, sha256: await hashFile(absolutePath) } : null
}
