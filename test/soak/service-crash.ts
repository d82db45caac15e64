// The long form of test/crash/service-crash.test.ts:
//   node test/soak/service-crash.ts --rounds 200 --seed 1 [--progress FILE]
// Prints a summary line and exits with 1 when anything was lost or left half done. With a progress file, a run that was
// cut off goes on where it stood.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServiceCrashRounds } from '../crash/service-crash-rounds.ts'
import { readProgress, readSoakArguments, writeProgress } from '../support/soak-progress.ts'

/** New folders after so many rounds, so that both young and grown libraries are killed. */
const roundsPerFolder = 20

const { rounds, seed, progress: progressFile } = readSoakArguments(200)

type Progress = {
  seed: number
  roundsDone: number
  acknowledgedCount: number
  unansweredCount: number
  faults: string[]
}

const progress = readProgress<Progress>(progressFile, {
  seed,
  roundsDone: 0,
  acknowledgedCount: 0,
  unansweredCount: 0,
  faults: [],
})
while (progress.roundsDone < rounds) await runInNewFolder()
const { acknowledgedCount, unansweredCount, faults } = progress
for (const fault of faults) console.log(fault)
console.log(
  `${rounds} kills, ${acknowledgedCount} changes acknowledged, ${unansweredCount} requests cut short, ${faults.length} faults`,
)
process.exitCode = faults.length === 0 ? 0 : 1

async function runInNewFolder(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'service-crash-'))
  const crashes = await startServiceCrashRounds(folder, seed * 1009 + progress.roundsDone)
  try {
    for (let i = 0; i < roundsPerFolder && progress.roundsDone < rounds; i++) {
      const result = await crashes.run(progress.roundsDone)
      progress.faults.push(...result.faults.map((fault) => `round ${result.round}: ${fault}`))
      progress.acknowledgedCount += result.acknowledgedCount
      progress.unansweredCount += result.unansweredCount
      progress.roundsDone += 1
      writeProgress(progressFile, progress)
    }
  } finally {
    await crashes.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
