// The model packs that are measured: the built-in one, and one of CLIP ViT-B/32's exact shape, which is built once by Python below
// bench/results (models/clip-shape/README.md).
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtinSource } from '../../src/embedder/models.ts'
import type { ModelManifest } from '../../src/embedder/pack/model-manifest.ts'

export type PackName = 'builtin' | 'clip'

export type Pack = {
  name: PackName
  folder: string
  image: ModelManifest['image']
  /** The settings of a service on this pack. */
  env: Record<string, string>
}

export const packNames: readonly PackName[] = ['clip', 'builtin']

const recipe = fileURLToPath(new URL('../../models/clip-shape/', import.meta.url))

export function preparePack(name: PackName, results: string, say: (line: string) => void): Pack {
  const folder = name === 'builtin' ? builtinSource.folder : prepareClip(results, say)
  const { image } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as ModelManifest
  return { name, folder, image, env: name === 'builtin' ? {} : { MODEL_DIR: folder } }
}

/** BENCH_PACKS names a folder with packs that were built before. */
function prepareClip(results: string, say: (line: string) => void): string {
  const packs = process.env.BENCH_PACKS ?? join(results, 'packs')
  const folder = join(packs, 'clip-shape')
  // The builder writes it last.
  if (existsSync(join(folder, 'model.json'))) return folder
  say('building the packs of CLIP’s shape, once; this takes some minutes')
  const venv = join(results, 'packs-venv')
  run('python3', '-m', 'venv', venv)
  const requirements = join(recipe, 'requirements.txt')
  run(join(venv, 'bin/pip'), 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirements)
  run(join(venv, 'bin/python'), join(recipe, 'build.py'), packs)
  return folder
}

function run(command: string, ...commandArguments: string[]): void {
  const { status, error } = spawnSync(command, commandArguments, { stdio: ['ignore', 2, 2] })
  if (error !== undefined) throw new Error(`${command} cannot be started: ${error.message}`)
  if (status !== 0) throw new Error(`Failed: ${command} ${commandArguments.join(' ')}`)
}
