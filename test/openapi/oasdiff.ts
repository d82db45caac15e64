// oasdiff, which tells what of a contract breaks clients of an older one: its pinned version, where it lies, and a run of it.
// scripts/pretest.ts installs it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const version = 'v1.37.0'
export const oasdiffModule = `github.com/oasdiff/oasdiff@${version}`
/** A folder for each version, so that a new one is not taken for the old. */
export const oasdiffFolder = fileURLToPath(new URL(`../../.oasdiff/${version}`, import.meta.url))

/** What counts as a break beyond what oasdiff takes for one. */
const levelsFile = fileURLToPath(new URL('../../openapi/oasdiff-levels.txt', import.meta.url))
/** How long something is deprecated before it may go: docs/api.md promises it. */
const deprecationDays = 180

/** The executable; undefined where it is missing. */
export function findOasdiff(): string | undefined {
  const path = join(oasdiffFolder, 'oasdiff')
  return existsSync(path) ? path : undefined
}

/** The ids of the breaks and what they are, in oasdiff's words; none for two files whose clients may be the same. */
export function findBreaks(oasdiff: string, basePath: string, revisionPath: string): { id: string; text: string }[] {
  const options = ['--fail-on=WARN', '--format=json', `--severity-levels=${levelsFile}`]
  const deprecation = `--deprecation-days-stable=${deprecationDays}`
  const command = ['breaking', basePath, revisionPath, ...options, deprecation, '--allow-external-refs=false']
  const { stdout, stderr, status } = spawnSync(oasdiff, command, { encoding: 'utf8' })
  const breaks = JSON.parse(stdout || '[]') as { id: string; text: string }[]
  // 1 tells of breaks; anything else, and a 1 without them, of a run that failed.
  if (status !== (breaks.length > 0 ? 1 : 0)) throw new Error(`oasdiff ended with ${status}: ${stderr}`)
  return breaks
}
