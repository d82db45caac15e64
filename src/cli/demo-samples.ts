// The sample photos of the demo: where they lie, which of them the demo starts with, and what searches must find.
import { cp, mkdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectFolder = fileURLToPath(new URL('../../', import.meta.url))
const samplesFolder = join(projectFolder, 'samples')
export const photosFolder = join(samplesFolder, 'photos')

/** To search with and to add: a crop of `crop.of`, which is in the library. */
export const crop = { path: join(samplesFolder, 'queries', 'colosseum-crop.jpg'), of: 'city/colosseum.jpg' }

export type ExpectedHit = { query: string; relative_path: string }

/** Copies the photos into the demo's library; what is there already is written again, the same. */
export async function copySamples(imagesDir: string): Promise<void> {
  await mkdir(imagesDir, { recursive: true })
  await cp(photosFolder, imagesDir, { recursive: true })
}

export async function readExpectedHits(): Promise<ExpectedHit[]> {
  return JSON.parse(await readFile(join(samplesFolder, 'expected.json'), 'utf8'))
}

/** The path as a person would type it where the command runs. */
export function pathForPeople(path: string, workingFolder: string): string {
  const short = relative(workingFolder, path)
  return short.startsWith('..') ? path : short
}
