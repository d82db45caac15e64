// What every benchmark here begins with: its folder of results, a folder of its own that goes with it, and lines of progress.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench } from './bench.ts'
import { forgetStartSettings } from './start-settings.ts'

/** Kept from run to run: what takes long to make, and the figures. */
export const resultsFolder = fileURLToPath(new URL('../results/', import.meta.url))

export function startRun(): Pick<Bench, 'folder' | 'say'> {
  forgetStartSettings()
  const folder = mkdtempSync(join(tmpdir(), 'likeness-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  // Ends the children by their `exit` handler.
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
  mkdirSync(resultsFolder, { recursive: true })
  return { folder, say: (line) => console.error(`${Math.round(performance.now() / 1000)} s: ${line}`) }
}
