// Lets threads and processes go behind the event loop and the searches where processors are short. Whatever does long work calls it.
import { getPriority, setPriority } from 'node:os'

/**
 * Gives a thread (on Linux) or a process this niceness, 0 to 19; without an id the one that calls. Never forward: a service that was started
 * behind others (`nice`) stays there, and only root could change that.
 */
export function goBehind(niceness: number, id = 0): void {
  try {
    setPriority(id, Math.max(niceness, getPriority(id)))
  } catch {
    // A sandbox may forbid it, and threads come and go: then it stays as it is.
  }
}
