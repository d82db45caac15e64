// How long a filled store takes to open, and how much memory it then holds.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export type StartFigures = { openMs: number; bytes: number }

/** Of a store that no process has open. */
export async function measureStart(folder: string): Promise<StartFigures> {
  const child = fork(fileURLToPath(new URL('./open-child.ts', import.meta.url)), [folder], {
    execArgv: ['--expose-gc'],
  })
  const [figures] = (await once(child, 'message')) as [StartFigures]
  await once(child, 'exit')
  return figures
}
