// Starts what a replayed Dockerfile describes, as its user, and checks that it serves. Used by replay-dockerfile.ts.

import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { findFreePort } from '../test/support/free-port.ts'
import { createReadOnlyRoot, type ReadOnlyRoot } from './read-only-root.ts'

export type Container = {
  /** The folder that stands for the image's root. */
  root: string
  workdir: string
  env: Record<string, string>
  /** `uid:gid`; undefined where the Dockerfile names none. */
  user: string | undefined
  /** Folders that stay writable where the root is not. */
  volumes: string[]
  command: string[]
  healthcheck: string[]
}

type PackageFile = { dependencies: Record<string, string> }
type LockFile = { packages: Record<string, { dev?: boolean }> }

const lockFile = new URL('../package-lock.json', import.meta.url)
const readyTimeoutMs = 60_000
const stopTimeoutMs = 10_000
const apiKey = 'replay-key-0123456789'

/** Throws where the container would not serve as its Dockerfile promises. */
export async function checkContainer(container: Container): Promise<void> {
  assert.match(container.user ?? '', /^[1-9]\d*:[1-9]\d*$/, 'the container must not run as root')
  checkDependencies(join(container.root, container.workdir))
  const home = makeHome(container)
  const inHome = { ...container, env: { ...container.env, HOME: home, TMPDIR: join(container.root, 'tmp') } }
  const readOnly = createReadOnlyRoot(container.root, container.volumes)
  checkRefusal(inHome)
  await checkService(inHome, readOnly)
  assert.deepEqual(readOnly.findChanges(), [], 'nothing may be written outside the volumes')
  console.log(`ok: works with a read-only root (${readOnly.how})`)
}

/** A home folder that the user may write to, as the base image gives them. */
function makeHome({ root, user = '' }: Container): string {
  const home = join(root, 'home')
  mkdirSync(home)
  const [uid, gid] = user.split(':').map(Number)
  if (process.getuid?.() === 0 && uid !== undefined && gid !== undefined) chownSync(home, uid, gid)
  return home
}

function checkDependencies(app: string): void {
  const { dependencies } = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as PackageFile
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8')) as LockFile
  const isInstalled = (name: string) => existsSync(join(app, 'node_modules', name))
  // Only the lock file knows what is needed for development alone: a package may also serve another one.
  const development = Object.keys(packages).filter((path) => packages[path]?.dev)
  assert.notEqual(development.length, 0)
  assert.deepEqual(
    development.filter((path) => existsSync(join(app, path))),
    [],
    'development dependencies must stay out',
  )
  // The base image brings Node itself.
  const needed = Object.keys(dependencies).filter((name) => name !== 'node')
  assert.deepEqual(
    needed.filter((name) => !isInstalled(name)),
    [],
    'production dependencies must be there',
  )
  console.log('ok: production dependencies only')
}

/** On all addresses the service must not start until someone says who may use it. */
function checkRefusal(container: Container): void {
  const [file = '', ...fileArguments] = asUser(container, container.command)
  const limits = { encoding: 'utf8', timeout: readyTimeoutMs } as const
  const { status, stderr } = spawnSync(file, fileArguments, { ...options(container, {}), ...limits })
  assert.notEqual(status, 0, 'without API_KEYS the service must not start')
  assert.match(stderr, /API_KEYS/)
  console.log('ok: refuses to start without API_KEYS or ALLOW_ANONYMOUS')
}

async function checkService(container: Container, readOnly: ReadOnlyRoot): Promise<void> {
  // The replay has the machine's own network: it keeps to the loopback address.
  const settings = { HOST: '127.0.0.1', PORT: String(await findFreePort()), API_KEYS: apiKey }
  const url = `http://127.0.0.1:${settings.PORT}`
  const [file = '', ...fileArguments] = readOnly.wrap(asUser(container, container.command))
  const service = spawn(file, fileArguments, {
    ...options(container, settings),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exit = once(service, 'exit')
  try {
    await waitUntilReady(url, service)
    console.log('ok: ready')
    await checkSearch(url)
    const [checkFile = '', ...checkArguments] = asUser(container, container.healthcheck)
    const health = spawnSync(checkFile, checkArguments, options(container, settings))
    assert.equal(health.status, 0, 'the health check must pass')
    console.log('ok: health check passes')
    service.kill('SIGTERM')
    const [code] = await Promise.race([exit, delay(stopTimeoutMs, ['still running'], { ref: false })])
    assert.equal(code, 0, 'SIGTERM must stop the service in time')
    console.log('ok: stops on SIGTERM')
  } finally {
    service.kill('SIGKILL')
  }
}

async function waitUntilReady(url: string, service: ChildProcess): Promise<void> {
  const signal = AbortSignal.timeout(readyTimeoutMs)
  while (service.exitCode === null) {
    const answer = await fetch(`${url}/health/ready`, { signal }).catch(() => undefined)
    if (answer?.ok) return
    await delay(100, undefined, { signal })
  }
  throw new Error(`The service ended with ${service.exitCode} before it was ready`)
}

async function checkSearch(url: string): Promise<void> {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' }
  const answer = await fetch(`${url}/search/text`, { method: 'POST', headers, body: '{"query":"a cat"}' })
  assert.equal(answer.status, 200, `a search must be answered: ${await answer.text()}`)
  console.log('ok: answers a search')
}

/** Only root can become the container's user; anyone else stands for it. */
function asUser({ user = '' }: Container, command: string[]): string[] {
  if (process.getuid?.() !== 0) return command
  const [uid, gid] = user.split(':')
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--no-new-privs', ...command]
}

function options(container: Container, settings: Record<string, string>) {
  return { cwd: join(container.root, container.workdir), env: { ...container.env, ...settings } }
}
