// A large folder twice: how much faster the second run finds that nothing has changed, and whether memory grows with the files.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { makePhotoVariants } from '../../test/support/photo-variants.ts'
import type { Bench } from '../serving/bench.ts'
import { serviceEnv } from '../serving/start-service.ts'
import { type IngestRun, reportIn, runIngest } from './run-ingest.ts'

export type LibraryFigures = { files: number; first: IngestRun; second: IngestRun }

/** With the built-in model. The photos are removed afterwards. */
export async function measureLibrary({ folder, say }: Bench, files: number): Promise<LibraryFigures> {
  const place = mkdtempSync(join(folder, 'library-'))
  const images = join(place, 'images')
  mkdirSync(images)
  say(`making ${files} photos`)
  await makePhotoVariants(images, files, 3)
  // Files that were written just now are not trusted to stay as they are.
  for (const name of await readdir(images, { recursive: true })) {
    if (name.endsWith('.jpg')) await utimes(join(images, name), 1_700_000_000, 1_700_000_000)
  }
  const env = serviceEnv(folder, { IMAGES_DIR: images })
  say(`ingesting ${files} photos`)
  const first = await runIngest(env, reportIn(mkdtempSync(join(folder, 'report-'))))
  say('ingesting them again')
  const second = await runIngest(env, reportIn(mkdtempSync(join(folder, 'report-'))))
  rmSync(place, { recursive: true, force: true })
  return { files, first, second }
}

/** The most resident memory up to a number of files, and after it. */
export function memoryGrowth({ first: { samples } }: LibraryFigures, afterFiles: number) {
  const most = (some: IngestRun['samples']) => Math.max(...some.map(({ rssBytes }) => rssBytes))
  return {
    earlyBytes: most(samples.filter(({ done }) => done <= afterFiles)),
    lateBytes: most(samples.filter(({ done }) => done > afterFiles)),
  }
}
