// The service as a process of its own, so that it can be killed at any moment. service-crash-rounds.ts uses it.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findStoreOwner } from '../../src/store/open-store.ts'

export type ServiceFolders = { dataDir: string; imagesDir: string }

export type ServiceProcess = {
  /** Such as `http://127.0.0.1:40123`. */
  url: string
  /** SIGKILL; resolves when the process is gone, also where it was killed before. Errors where it has ended by itself. */
  kill(): Promise<void>
}

const script = fileURLToPath(new URL('../../src/server.ts', import.meta.url))
const startTimeoutMs = 60_000
const pollMs = 20

export function foldersIn(folder: string): ServiceFolders {
  return { dataDir: join(folder, 'data'), imagesDir: join(folder, 'images') }
}

/** Starts the service on a free loopback port; resolves when it answers requests. */
export async function startServiceProcess(folders: ServiceFolders): Promise<ServiceProcess> {
  const child = spawnService(folders)
  const untilMs = Date.now() + startTimeoutMs
  for (;;) {
    const owner = findStoreOwner(`file:${folders.dataDir}`)
    if (owner?.pid === child.pid && owner?.url) return { url: owner.url, kill: () => kill(child) }
    if (hasEnded(child))
      throw new Error(`The service ended with ${child.exitCode ?? child.signalCode} instead of starting.`)
    if (Date.now() > untilMs) {
      await kill(child)
      throw new Error(`The service did not start within ${startTimeoutMs} ms.`)
    }
    await sleep(pollMs)
  }
}

/** Starts the service and kills it after so long, wherever it is by then. */
export async function killWhileStarting(folders: ServiceFolders, afterMs: number): Promise<void> {
  const child = spawnService(folders)
  await sleep(afterMs)
  await kill(child)
}

function spawnService({ dataDir, imagesDir }: ServiceFolders): ChildProcess {
  const settings = { DATA_DIR: dataDir, IMAGES_DIR: imagesDir, PORT: '0', WORKERS: '1', LOG_LEVEL: 'silent' }
  return spawn(process.execPath, [script], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.signalCode === 'SIGKILL') return
  const ended = once(child, 'close')
  if (hasEnded(child)) throw new Error(`The service ended by itself with ${child.exitCode ?? child.signalCode}.`)
  process.kill(child.pid!, 'SIGKILL')
  await ended
}
