// Runs the command line as a child process, the way a person does, over folders of the test's own.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { findStoreOwner } from '../../src/store/open-store.ts'

export const projectFolder = fileURLToPath(new URL('../../', import.meta.url))

export type Place = { folder: string; imagesDir: string; storeUrl: string; env: Record<string, string> }

/** Fresh folders, and the settings that name them; removed with the test. */
export async function makePlace(t: Test): Promise<Place> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'likeness-cli-')))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const imagesDir = join(folder, 'images')
  const storeUrl = `file:${join(folder, 'store')}`
  const env = {
    IMAGES_DIR: imagesDir,
    STORE_URL: storeUrl,
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    LOG_LEVEL: 'silent',
    WORKERS: '1',
  }
  return { folder, imagesDir, storeUrl, env }
}

export type Running = {
  child: ChildProcess
  /** What it has written so far. */
  output: { stdout: string; stderr: string }
  /** Resolves to the exit code, or to null after a signal ended it. */
  exit: Promise<number | null>
  /** Resolves to the first match in what it writes; rejects when it ends without one. */
  waitFor(stream: 'stdout' | 'stderr', pattern: RegExp): Promise<RegExpExecArray>
}

export function start(
  t: Test,
  [command, ...commandArguments]: string[],
  { env = {}, cwd = projectFolder }: { env?: Record<string, string>; cwd?: string } = {},
): Running {
  const child = spawn(command!, commandArguments, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  const exit = once(child, 'close').then(([code]) => code as number | null)
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text
  })
  t.teardown(async () => {
    child.kill('SIGKILL')
    await exit
  })
  return {
    child,
    output,
    exit,
    async waitFor(stream, pattern) {
      for (;;) {
        const match = pattern.exec(output[stream])
        if (match) return match
        const ended = await Promise.race([once(child[stream]!, 'data').then(() => false), exit.then(() => true)])
        if (ended && !pattern.test(output[stream])) {
          throw new Error(`It ended without ${pattern}:\n${output.stdout}\n${output.stderr}`)
        }
      }
    },
  }
}

export type Finished = { code: number | null; stdout: string; stderr: string }

/** Runs `node src/cli.ts` with the arguments to its end. */
export async function runCli(
  t: Test,
  cliArguments: string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Promise<Finished> {
  return finish(startCli(t, cliArguments, options))
}

export function startCli(
  t: Test,
  cliArguments: string[],
  options: { env?: Record<string, string>; cwd?: string } = {},
): Running {
  return start(t, [process.execPath, join(projectFolder, 'src/cli.ts'), ...cliArguments], options)
}

export async function finish(running: Running): Promise<Finished> {
  const code = await running.exit
  return { code, ...running.output }
}

/** Starts the server and resolves to its address, which other processes find through the lock. */
export async function startServer(
  t: Test,
  { storeUrl, env }: Place,
  command = [process.execPath, 'src/server.ts'],
): Promise<Running & { url: string }> {
  const running = start(t, command, { env })
  for (;;) {
    const url = findStoreOwner(storeUrl)?.url
    if (url) return { ...running, url }
    const ended = await Promise.race([sleep(50, false), running.exit.then(() => true)])
    if (ended) throw new Error(`The server ended:\n${running.output.stderr}`)
  }
}
