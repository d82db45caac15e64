// A library in the built-in model's space, of 10,000 pictures, or of 300 for a quick look: made from the samples and ingested once, kept
// below bench/results, and copied for whoever works on it, as a store has one owner and what is measured must find it unchanged.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makePhotoVariants } from '../../test/support/photo-variants.ts'
import type { Bench } from './bench.ts'
import { serviceEnv } from './start-service.ts'

const imagesOf = { full: 10_000, quick: 300 }

const program = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))

export function countImages({ isQuick }: Pick<Bench, 'isQuick'>): number {
  return isQuick ? imagesOf.quick : imagesOf.full
}

/** Resolves to the folder that holds the store. */
export async function prepareLibrary(bench: Bench, results: string): Promise<string> {
  const { folder, say } = bench
  const libraryImages = countImages(bench)
  const library = join(results, `library-${libraryImages}`)
  const data = join(library, 'data')
  const complete = join(library, 'complete')
  if (existsSync(complete)) return data
  say(`making ${libraryImages} photos and ingesting them, once`)
  await rm(library, { recursive: true, force: true })
  const images = join(library, 'images')
  await mkdir(images, { recursive: true })
  await makePhotoVariants(images, libraryImages, 1)
  const env = serviceEnv(folder, { DATA_DIR: data, IMAGES_DIR: images })
  const ingest = spawn(process.execPath, [program, 'ingest'], { env, stdio: ['ignore', 2, 2] })
  process.once('exit', () => ingest.kill())
  const [code] = await once(ingest, 'exit')
  if (code !== 0) throw new Error('the ingest of the library failed')
  await writeFile(complete, '')
  return data
}

/** Resolves to the folder of the copy, below `folder`. */
export async function copyLibrary(data: string, folder: string): Promise<string> {
  const copy = await mkdtemp(join(folder, 'library-'))
  await cp(data, copy, { recursive: true, filter: (path) => !basename(path).startsWith('owner') })
  return copy
}
