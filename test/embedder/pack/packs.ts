// Packs for the embedder's tests: copies of whole packs, to be spoilt.
import { createHash } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Test } from 'tap'
import { builtinSource } from '../../../src/embedder/models.ts'
import type { ModelManifest } from '../../../src/embedder/pack/model-manifest.ts'

const builtinFiles = ['model.json', 'image.onnx', 'text.onnx', 'tokenizer.json']

/** A copy of the built-in pack in a folder that goes with the test, with `change` applied to its model.json. */
export async function copyPack(t: Test, change: (manifest: ModelManifest) => void = () => {}): Promise<string> {
  const folder = await copyFolder(t, builtinSource.folder, builtinFiles)
  const manifestPath = path.join(folder, 'model.json')
  const manifest = JSON.parse(await readFile(manifestPath, 'utf8')) as ModelManifest
  change(manifest)
  await writeFile(manifestPath, JSON.stringify(manifest))
  return folder
}

/** A copy of the folder, or of some of its files, that goes with the test. */
export async function copyFolder(t: Test, from: string, files?: string[]): Promise<string> {
  const place = await mkdtemp(path.join(tmpdir(), 'likeness-pack-'))
  t.teardown(() => rm(place, { recursive: true, force: true }))
  const folder = path.join(place, 'pack')
  for (const file of files ?? (await readdir(from))) await cp(path.join(from, file), path.join(folder, file))
  return folder
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
