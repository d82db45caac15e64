// Packs for the embedder's tests: copies of the built-in one, to be spoilt.
import { cp, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Test } from 'tap'
import type { ModelManifest } from '../../src/embedder/model-pack.ts'
import { findModelDir } from '../../src/embedder/models.ts'

const files = ['model.json', 'image.onnx', 'text.onnx', 'tokenizer.json']

/** A copy of the built-in pack in a folder that goes with the test, with `change` applied to its model.json. */
export async function copyPack(t: Test, change: (manifest: ModelManifest) => void = () => {}): Promise<string> {
  const folder = path.join(t.testdir({ pack: {} }), 'pack')
  for (const file of files) await cp(path.join(findModelDir('builtin'), file), path.join(folder, file))
  const manifestPath = path.join(folder, 'model.json')
  const manifest = JSON.parse(await readFile(manifestPath, 'utf8')) as ModelManifest
  change(manifest)
  await writeFile(manifestPath, JSON.stringify(manifest))
  return folder
}
