// Starts a peer of the benchmark: a Python service that turns pictures into vectors, in a process of its own on loopback.
// serve.py is what runs; peer-venv.ts makes its environment; README.md says what the peers are.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join, relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { providePeerPython } from './peer-venv.ts'

export type PeerKind = 'plain' | 'tuned'

export type PeerOptions = {
  kind: PeerKind
  /** Folder of a model pack with a model.json. */
  pack: string
  /** Over this process's environment; README.md lists the settings of the tuned peer. */
  env?: Record<string, string>
}

export type Peer = {
  /** Such as `http://127.0.0.1:40123`; it takes `POST /vectorize` with the bytes of a picture as the body. */
  url: string
  pid: number
  /** Resolves when the process is gone. */
  stop(): Promise<void>
}

const peerFolder = fileURLToPath(new URL('.', import.meta.url))
const logFolder = fileURLToPath(new URL('../results/', import.meta.url))

/** Loading 350 MB from a cold disk on two busy cores; 3 s is usual. */
const startTimeoutMs = 60_000
/** For what it has in hand; then it is killed. */
const stopTimeoutMs = 5_000

/**
 * Resolves when the peer answers. It ends with this process, however that ends, and does not keep it alive. What it writes
 * goes to `bench/results/peer-KIND.log`, anew at each start. Throws an Error with the end of the log where it does not start.
 */
export async function startPeer({ kind, pack, env = {} }: PeerOptions): Promise<Peer> {
  const python = await providePeerPython()
  mkdirSync(logFolder, { recursive: true })
  const logFile = join(logFolder, `peer-${kind}.log`)
  const log = openSync(logFile, 'w')
  const child: ChildProcess = spawn(python, ['serve.py', kind], {
    cwd: peerFolder,
    env: { ...process.env, ...env, PEER_PACK: resolve(pack) },
    // Its standard input stays open as long as this process lives; see serve.py.
    stdio: ['pipe', 'pipe', log],
  })
  closeSync(log)
  await once(child, 'spawn')
  try {
    const url = await waitUntilReady(child)
    letGo(child)
    return { url, pid: child.pid!, stop: () => stop(child) }
  } catch (error) {
    await stop(child)
    const end = readFileSync(logFile, 'utf8').trim().split('\n').slice(-20).join('\n')
    throw new Error(`The ${kind} peer did not start: ${(error as Error).message}\n${relative('.', logFile)}:\n${end}`)
  }
}

async function waitUntilReady(child: ChildProcess): Promise<string> {
  const signal = AbortSignal.timeout(startTimeoutMs)
  const url = await readAddress(child, signal)
  while (!(await isHealthy(url, signal))) {
    if (hasEnded(child)) throw new Error('it ended')
    await sleep(50, undefined, { signal })
  }
  return url
}

async function readAddress(child: ChildProcess, signal: AbortSignal): Promise<string> {
  const lines = createInterface({ input: child.stdout! })
  const [url] = await Promise.race([
    once(lines, 'line', { signal }),
    once(lines, 'close', { signal }).then(() => Promise.reject(new Error('it ended before it had an address'))),
  ])
  return url
}

async function isHealthy(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`, { signal })
    await response.arrayBuffer()
    return response.ok
  } catch (error) {
    if (signal.aborted) throw error
    // Nothing listens yet.
    return false
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** This process may end while the peer runs: the peer ends with it. */
function letGo(child: ChildProcess): void {
  child.unref()
  for (const stream of [child.stdin, child.stdout]) (stream as Socket).unref()
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  child.ref()
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
  await ended
  clearTimeout(timer)
}
