// `npm run docker:replay`: follows the steps of the Dockerfile in a temporary folder, without an engine or its base
// image, then starts what it would start (scripts/check-container.ts). It shows that the steps fit; it builds no image.

import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Container, checkContainer } from './check-container.ts'
import { type Instruction, listContext, parseCommand, parseCopy, parseDockerfile, parseEnv } from './dockerfile.ts'

const repository = fileURLToPath(new URL('../', import.meta.url))
const contextFiles = listContext(repository, readFileSync(join(repository, '.dockerignore'), 'utf8'))
const stages = parseDockerfile(readFileSync(join(repository, 'Dockerfile'), 'utf8'))

const base = mkdtempSync(join(tmpdir(), 'likeness-docker-'))
process.on('exit', () => rmSync(base, { recursive: true, force: true }))
// The user of the container must get in.
chmodSync(base, 0o755)
const nodeFolder = join(base, 'node')
mkdirSync(nodeFolder)
copyFileSync(process.execPath, join(nodeFolder, 'node'))

/** Absolute folders of the image; in commands and settings they are read as folders below the replay's own root. */
const imageFolders = stages
  .flatMap((stage) => stage.instructions)
  .flatMap(({ name, text }) => (name === 'WORKDIR' ? [text] : name === 'VOLUME' ? parseCommand(text) : []))

const containers = new Map<string, Container>()
for (const stage of stages) {
  const container: Container = {
    root: join(base, stage.name),
    workdir: '/',
    env: { PATH: `${nodeFolder}:${process.env.PATH}` },
    user: undefined,
    volumes: [],
    command: [],
    healthcheck: [],
  }
  mkdirSync(container.root)
  containers.set(stage.name, container)
  for (const instruction of stage.instructions) {
    console.log(`${instruction.name} ${instruction.text}`)
    follow(instruction, container)
  }
}
const last = [...containers.values()].at(-1)
if (last === undefined) throw new Error('The Dockerfile has no stage')
await checkContainer(last)
console.log('The steps of the Dockerfile work. No image was built.')

function follow({ name, text }: Instruction, container: Container): void {
  const actions: Record<string, () => void> = {
    WORKDIR: () => {
      container.workdir = text
      mkdirSync(join(container.root, text), { recursive: true })
    },
    ENV: () => Object.assign(container.env, parseEnv(inReplay(text, container))),
    COPY: () => copy(text, container),
    RUN: () => run(text, container),
    USER: () => {
      container.user = text
    },
    VOLUME: () => {
      container.volumes = parseCommand(text)
    },
    CMD: () => {
      container.command = parseCommand(text)
    },
    HEALTHCHECK: () => {
      container.healthcheck = parseCommand(text)
    },
  }
  actions[name]?.()
}

function inReplay(text: string, { root }: Container): string {
  const folders = imageFolders.map((folder) => folder.slice(1)).join('|')
  return text.replace(
    new RegExp(`(^|[\\s="'])/(${folders})(?![\\w.-])`, 'g'),
    (_, before, name) => `${before}${root}/${name}`,
  )
}

function copy(text: string, container: Container): void {
  const { from, sources, target } = parseCopy(text)
  const to = join(container.root, resolve(container.workdir, target))
  for (const source of sources) {
    if (from !== undefined) cpSync(join(stageRoot(from), source), to, { recursive: true, verbatimSymlinks: true })
    else copyFromContext(source, to, target.endsWith('/') || sources.length > 1)
  }
}

function stageRoot(name: string): string {
  const container = containers.get(name)
  if (container === undefined) throw new Error(`COPY --from=${name}: there is no such stage`)
  return container.root
}

/** A folder's content goes into the target; a file becomes the target, or goes into it when that is a folder. */
function copyFromContext(source: string, to: string, isIntoFolder: boolean): void {
  const paths = contextFiles.filter((path) => path === source || path.startsWith(`${source}/`))
  if (paths.length === 0) throw new Error(`COPY ${source}: not in the context, see .dockerignore`)
  for (const path of paths) {
    const file = path === source ? (isIntoFolder ? join(to, basename(path)) : to) : join(to, path.slice(source.length))
    mkdirSync(dirname(file), { recursive: true })
    copyFileSync(join(repository, path), file)
  }
}

function run(text: string, container: Container): void {
  // Only root can give files to another user; anyone else replays the image's user as themselves.
  const isRoot = process.getuid?.() === 0
  const command = isRoot ? text : text.replace(/chown \d+:\d+/g, `chown ${process.getuid?.()}:${process.getgid?.()}`)
  const cwd = join(container.root, container.workdir)
  if (!existsSync(cwd)) throw new Error(`RUN in ${container.workdir}, which no WORKDIR made`)
  // npm's own settings and cache are the machine's.
  const env = { ...process.env, ...container.env }
  const { status } = spawnSync('sh', ['-c', inReplay(command, container)], {
    cwd,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error(`RUN failed: ${text}`)
}
