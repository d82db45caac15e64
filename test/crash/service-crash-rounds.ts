// Kills the whole service at seeded random moments while several clients write, and checks after each new start that
// nothing acknowledged is lost. The short form is service-crash.test.ts; test/soak/service-crash.ts runs many rounds.
import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../support/seeded-random.ts'
import { createCrashClient } from './crash-client.ts'
import { findFaults } from './find-faults.ts'
import { foldersIn, killWhileStarting, type ServiceProcess, startServiceProcess } from './service-process.ts'

export type ServiceCrashRound = {
  round: number
  /** Images added, replaced, changed or deleted with an answer. */
  acknowledgedCount: number
  /** Requests that the kill left without an answer. */
  unansweredCount: number
  /** Everything found wrong, in words; empty when the service held its promise. */
  faults: string[]
}

export type ServiceCrashRounds = {
  run(round: number): Promise<ServiceCrashRound>
  /** Kills the service; the folder is the caller's to remove. */
  close(): Promise<void>
}

const connections = 4
const writeMsMax = 800
/** One start in six is killed too, so that what a start mends is cut short as well. */
const killAtStartShare = 1 / 6
const startMsMax = 1500

/** Rounds over a service whose data and images lie in `folder`, which must be empty at first. */
export async function startServiceCrashRounds(folder: string, seed: number): Promise<ServiceCrashRounds> {
  const folders = foldersIn(folder)
  const client = createCrashClient(seed)
  let service: ServiceProcess = await startServiceProcess(folders)

  async function writeAndKill(round: number, random: () => number): Promise<void> {
    const loops = Array.from({ length: connections }, (_, i) =>
      client.writeUntilGone(service.url, i, createRandom(seed * 7919 + round * 31 + i), round),
    )
    const ended = Promise.all(loops)
    // A refused request ends the round at once, with its reason.
    await Promise.race([sleep(random() * writeMsMax), ended])
    await service.kill()
    await ended
  }

  return {
    async run(round) {
      const random = createRandom(seed * 104_729 + round)
      const acknowledgedBefore = client.acknowledgedCount
      await writeAndKill(round, random)
      if (random() < killAtStartShare) await killWhileStarting(folders, random() * startMsMax)
      service = await startServiceProcess(folders)
      const touched = client.images.filter((image) => image.round === round)
      const faults = await findFaults(service.url, folders, client.images, touched)
      const unanswered = touched.filter((image) => image.unanswered)
      const unansweredCount = await client.repeatUnanswered(service.url)
      const faultsAfter = await findFaults(service.url, folders, client.images, unanswered)
      const acknowledgedCount = client.acknowledgedCount - acknowledgedBefore
      const all = [...faults, ...faultsAfter.map((fault) => `after repeating: ${fault}`)]
      return { round, acknowledgedCount, unansweredCount, faults: all }
    },
    close: () => service.kill(),
  }
}
