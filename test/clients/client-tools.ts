// What generates and builds the clients, where it lies, and whether it is there. scripts/pretest.ts installs it; scripts/clients and the tests
// of the clients work with it.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findGo } from '../support/find-go.ts'
import { isVenvFilled, venvFolder } from '../support/venv.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
export const clientsFolder = join(root, 'clients')

/** The generator of the Go client. */
const generatorVersion = 'v2.8.2'

const typescriptFolder = join(clientsFolder, 'typescript')
const typescript = {
  folder: typescriptFolder,
  /** Holds the hash of the lockfile that node_modules was filled from. */
  stampFile: join(typescriptFolder, 'node_modules/.package-lock.sha256'),
  lockfileHash: () =>
    createHash('sha256')
      .update(readFileSync(join(typescriptFolder, 'package-lock.json')))
      .digest('hex'),
  isReady: () =>
    existsSync(typescript.stampFile) && readFileSync(typescript.stampFile, 'utf8') === typescript.lockfileHash(),
}

const python = {
  folder: join(clientsFolder, 'python'),
  binFolder: join(venvFolder, 'bin'),
  isReady: isVenvFilled,
}

const go = {
  folder: join(clientsFolder, 'go'),
  generatorModule: `github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@${generatorVersion}`,
  /** A folder for each version, so that a new one is not taken for the old. */
  binFolder: join(root, '.clients', generatorVersion),
  isReady: () => findGo() !== undefined && existsSync(join(go.binFolder, 'oapi-codegen')),
}

export const clientTools = { typescript, python, go }

/** The folder of the clients; undefined where something is missing that they are made with. */
export function findClientTools(): string | undefined {
  return Object.values(clientTools).every((tools) => tools.isReady()) ? clientsFolder : undefined
}
