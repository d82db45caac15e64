// How busy the machine is with other work, looked at while nothing of the benchmark works: the service's threads step back for others
// (they run at a lower priority), so that figures of a busy machine say little about it.
import { cpus } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import type { Bench } from './bench.ts'

const lookMs = 400
/** Above it the run says so. */
const shareMax = 0.05

/** The share of the processors' time that others take, in [0, 1]. */
export async function measureOtherWork({ say }: Pick<Bench, 'say'>): Promise<number> {
  const before = processorTimes()
  await wait(lookMs)
  const after = processorTimes()
  const share = (after.busy - before.busy) / (after.all - before.all)
  if (share > shareMax) say(`others take ${Math.round(share * 100)} % of the machine: the next figures will be off`)
  return share
}

function processorTimes(): { busy: number; all: number } {
  const times = cpus().map((cpu) => cpu.times)
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0)
  return { busy: all - times.reduce((sum, { idle }) => sum + idle, 0), all }
}
