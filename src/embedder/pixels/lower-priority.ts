// Lets decoding go behind the event loop and the searches where processors are short. pool.ts calls it before the first picture.
import { readdir, readFile } from 'node:fs/promises'
import { goBehind } from '../../go-behind.ts'

/** As Node names the threads of its pool, which run sharp. */
const poolThread = 'libuv-worker'
const tasks = '/proc/self/task'

/**
 * Gives the threads of Node's pool this niceness, between 0 and 19, once for the process; libvips starts its own from them, and those
 * have it too. On Linux, where a priority belongs to a thread; elsewhere nothing happens. Other work of the pool (files, names) waits more
 * for disks and networks than for processors.
 */
export async function lowerDecoders(niceness: number): Promise<void> {
  if (process.platform !== 'linux') return
  // The pool starts with its first work, which this is.
  for (const thread of await readdir(tasks)) {
    // Threads come and go.
    const name = await readFile(`${tasks}/${thread}/comm`, 'utf8').catch(() => '')
    if (name.trim() === poolThread) goBehind(niceness, Number(thread))
  }
}
