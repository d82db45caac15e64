// The Python environment of the peers, made once below bench/results and anew when requirements.txt changes.
// start-peer.ts runs the peers in it.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { findOnPath } from '../../test/support/needs.ts'

const venvFolder = fileURLToPath(new URL('../results/peer-venv', import.meta.url))
const requirementsFile = fileURLToPath(new URL('./requirements.txt', import.meta.url))
/** Holds the hash of the requirements that the environment was filled with; written last. */
const stampFile = join(venvFolder, 'requirements.sha256')

let making: Promise<string> | undefined

/** The environment's Python, as a path. The first call may take a minute; throws an Error that says what is missing. */
export function providePeerPython(): Promise<string> {
  making ??= makeVenv()
  return making
}

async function makeVenv(): Promise<string> {
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
