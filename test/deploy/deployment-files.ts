// What the tests of the deployment's files share: their text, the programs that check them, and what the image sets by itself.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Instruction, parseCommand, parseDockerfile, parseEnv } from '../../scripts/dockerfile.ts'
import { projectFolder } from '../cli/run-command.ts'

/** A file of the repository. */
export const read = (name: string): string => readFileSync(join(projectFolder, name), 'utf8')

/** Runs a program in the repository, without the variables of this machine, which the files might take up. */
export function run(command: string, options: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(command, options, {
    cwd: projectFolder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    encoding: 'utf8',
  })
  return { status, stdout, stderr, output: stdout + stderr }
}

/** What whoever deploys must give. */
export const secrets = {
  API_KEYS: 'a-key-of-the-tests,another-key-of-the-tests',
  CURSOR_SECRET: 'a-secret-of-the-tests',
  ELASTIC_PASSWORD: 'password0of0the0tests',
}

const instructions: Instruction[] = parseDockerfile(read('Dockerfile')).at(-1)!.instructions
const textsOf = (name: string) => instructions.filter((one) => one.name === name).map(({ text }) => text)

/** The variables and volumes of the image. */
export const imageEnv: Record<string, string> = Object.assign({}, ...textsOf('ENV').map(parseEnv))
export const imageVolumes: string[] = textsOf('VOLUME').flatMap(parseCommand)
