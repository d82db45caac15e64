// Where the tests' own Python environment lies, and whether it holds what it should. scripts/pretest.ts fills it; needs.ts finds Schemathesis in
// it, clients/client-tools.ts the generator of the Python client, elasticsearch/find-java.ts a Java.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const venvFolder = fileURLToPath(new URL('../../.venv', import.meta.url))
export const requirementsFile = fileURLToPath(new URL('../requirements.txt', import.meta.url))
/** Holds the hash of the requirements that the environment was filled with. */
export const venvStampFile = join(venvFolder, 'requirements.sha256')

/** False also where the Python behind it went away, as it does when the system's is renewed. */
export function isVenvFilled(): boolean {
  if (!existsSync(join(venvFolder, 'bin/python')) || !existsSync(venvStampFile)) return false
  return readFileSync(venvStampFile, 'utf8') === requirementsHash()
}

export function requirementsHash(): string {
  return createHash('sha256').update(readFileSync(requirementsFile)).digest('hex')
}
