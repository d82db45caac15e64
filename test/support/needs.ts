// What the tests need beyond npm, and where this machine has it. scripts/pretest.ts installs what is missing;
// the suites ask `requireNeed` and pass its `skip` on to tap.

import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { findClientTools } from '../clients/client-tools.ts'
import { findDeploymentTools, toolsFolder } from '../deploy/tools.ts'
import { findEngine } from '../elasticsearch/engine.ts'
import { findOasdiff } from '../openapi/oasdiff.ts'
import { findVersitygw } from '../s3/versitygw.ts'
import { isVenvFilled, venvFolder } from './venv.ts'

export type NeedName =
  | 'browser'
  | 'schemathesis'
  | 'elasticsearch'
  | 's3'
  | 'clients'
  | 'oasdiff'
  | 'deployment'
  | 'curl'

const finders: Record<NeedName, () => string | undefined> = {
  browser: findBrowser,
  schemathesis: findSchemathesis,
  elasticsearch: () => findEngine()?.home,
  s3: findVersitygw,
  clients: findClientTools,
  oasdiff: findOasdiff,
  deployment: () => findDeploymentTools() && toolsFolder,
  curl: () => findOnPath('curl'),
}

export const needNames = Object.keys(finders) as NeedName[]

/** The path of the executable, or of the engine's folder; undefined where it is missing. */
export function findNeed(name: NeedName): string | undefined {
  return finders[name]()
}

/**
 * The executable a suite works with: `path` to start it, `skip` for tap's option of that name.
 * Skips only what LIKENESS_SKIP names; throws when it is missing otherwise, so that nothing is left out in silence.
 */
export function requireNeed(name: NeedName): { path: string; skip: string | false } {
  if (skippedNeeds().has(name)) return { path: '', skip: `LIKENESS_SKIP names ${name}` }
  const path = findNeed(name)
  if (path === undefined) throw new Error(`The tests need ${name}: run npm run pretest`)
  return { path, skip: false }
}

/** The needs that LIKENESS_SKIP (a comma-separated list) opts out of. Throws on a name that is none. */
export function skippedNeeds(): Set<NeedName> {
  const names = (process.env.LIKENESS_SKIP ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const unknown = names.filter((name) => !needNames.includes(name as NeedName))
  if (unknown.length > 0) {
    throw new Error(`LIKENESS_SKIP takes ${needNames.join(', ')}; it has ${unknown.join(', ')}`)
  }
  return new Set(names as NeedName[])
}

/** The first of `names` that lies on the PATH, as a path. */
export function findOnPath(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

function findBrowser(): string | undefined {
  const chosen = process.env.CHROMIUM_PATH
  if (chosen === undefined || chosen === '') {
    return findOnPath('chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome')
  }
  if (!isExecutable(chosen)) throw new Error('CHROMIUM_PATH names no executable file')
  return chosen
}

function findSchemathesis(): string | undefined {
  const path = join(venvFolder, 'bin/schemathesis')
  return isExecutable(path) && isVenvFilled() ? path : undefined
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
