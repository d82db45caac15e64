// Long reads of the database give way to other work now and then. Searches and counts take such turns, and a store that opens does.
import { setImmediate } from 'node:timers/promises'

/** Rows read before other work gets its turn: about 2 ms. */
export const rowsPerTurn = 200

/** Lets other work have its turn. Rejects with the signal's reason once that is aborted. */
export async function giveWay(signal?: AbortSignal): Promise<void> {
  await setImmediate()
  signal?.throwIfAborted()
}
