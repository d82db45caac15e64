// Python environments of the peers, made once below bench/results and anew when their requirements change.
// start-peer.ts and ../search/measure-peers.ts run peers in them.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { findOnPath } from '../../test/support/needs.ts'

export type Environment = {
  /** Its folder below bench/results. */
  name: string
  requirementsFile: string
}

const resultsFolder = fileURLToPath(new URL('../results', import.meta.url))
const making = new Map<string, Promise<string>>()

/** The Python of the peers that serve. Errors as `providePython`. */
export function providePeerPython(): Promise<string> {
  const requirementsFile = fileURLToPath(new URL('./requirements.txt', import.meta.url))
  return providePython({ name: 'peer-venv', requirementsFile })
}

/** The environment's Python, as a path. The first call may take a minute; throws an Error that says what is missing. */
export function providePython(environment: Environment): Promise<string> {
  const made = making.get(environment.name) ?? makeVenv(environment)
  making.set(environment.name, made)
  return made
}

async function makeVenv({ name, requirementsFile }: Environment): Promise<string> {
  const venvFolder = join(resultsFolder, name)
  /** Holds the hash of the requirements that the environment was filled with; written last. */
  const stampFile = join(venvFolder, 'requirements.sha256')
  const python = join(venvFolder, 'bin/python')
  const hash = createHash('sha256').update(readFileSync(requirementsFile)).digest('hex')
  // The link dangles when the system's Python was renewed: then it must be made again.
  if (existsSync(python) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash) return python
  const systemPython = findOnPath('python3')
  if (systemPython === undefined) {
    throw new Error('The peers are Python programs and there is no python3 on the PATH: install python3 with venv')
  }
  console.error('making the Python environment of the peers, once …')
  rmSync(venvFolder, { recursive: true, force: true })
  await run(systemPython, '-m', 'venv', venvFolder)
  await run(python, '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', requirementsFile)
  writeFileSync(stampFile, hash)
  return python
}

async function run(file: string, ...args: string[]): Promise<void> {
  try {
    await promisify(execFile)(file, args)
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string }
    const said = `${stdout}${stderr}`.trim()
    throw new Error(`Failed: ${[file, ...args].join(' ')}\n${said}`, { cause })
  }
}
