// How long the service takes from the start of its process until it says that it is ready, as `npm start` starts it, on an empty
// library with the built-in model.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { findFreePort } from '../../test/support/free-port.ts'
import type { Bench } from './bench.ts'
import { serviceEnv } from './start-service.ts'
import { readStartFlags } from './start-settings.ts'

const lookMs = 5
const readyMsMax = 60_000
const program = fileURLToPath(new URL('../../src/server.ts', import.meta.url))

/** Milliseconds of each start. */
export async function measureStarts(bench: Bench): Promise<number[]> {
  const starts = bench.isQuick ? 3 : 5
  const readyMs: number[] = []
  for (let i = 0; i < starts; i++) {
    readyMs.push(await measureStart(bench.folder))
    bench.say(`start ${i + 1} of ${starts}: ${readyMs.at(-1)!.toFixed(0)} ms`)
  }
  return readyMs
}

async function measureStart(folder: string): Promise<number> {
  const port = await findFreePort()
  const env = serviceEnv(folder, { PORT: String(port) })
  const startMs = performance.now()
  const server = spawn(process.execPath, [...readStartFlags(), program], { env, stdio: ['ignore', 2, 2] })
  const kill = () => server.kill('SIGKILL')
  process.once('exit', kill)
  const ended = once(server, 'exit')
  while (!(await isReady(port))) {
    if (server.exitCode !== null) throw new Error('the service ended instead of getting ready')
    if (performance.now() - startMs > readyMsMax) throw new Error('the service does not get ready')
    await wait(lookMs)
  }
  const readyMs = performance.now() - startMs
  server.kill('SIGTERM')
  await ended
  process.off('exit', kill)
  return readyMs
}

function isReady(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const asking = get({ host: '127.0.0.1', port, path: '/health/ready', agent: false }, (response) => {
    response.resume()
    response.once('end', () => resolve(response.statusCode === 200))
  })
  // Nothing listens yet.
  asking.once('error', () => resolve(false))
  return promise
}
