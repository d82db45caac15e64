// The long form of test/store/embedded/crash.test.ts:
//   node test/soak/store-crash.ts --rounds 200 --seed 1 [--progress FILE]
// Prints a summary line and exits with 1 when anything was lost. With a progress file, a run that was cut off goes on
// where it stood.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Acknowledged, runCrashRound } from '../store/embedded/crash-rounds.ts'
import { readProgress, readSoakArguments, writeProgress } from '../support/soak-progress.ts'

/** A new folder after so many rounds, so that both young and grown stores are killed. */
const roundsPerFolder = 20

const { rounds, seed, progress: progressFile } = readSoakArguments(200)

type Progress = { seed: number; roundsDone: number; acknowledgedCount: number; faults: string[] }

const progress = readProgress<Progress>(progressFile, { seed, roundsDone: 0, acknowledgedCount: 0, faults: [] })
while (progress.roundsDone < rounds) await runInNewFolder()
const { acknowledgedCount, faults } = progress
for (const fault of faults) console.log(fault)
console.log(`${rounds} kills, ${acknowledgedCount} images acknowledged, ${faults.length} faults`)
process.exitCode = faults.length === 0 ? 0 : 1

async function runInNewFolder(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'store-crash-'))
  const acknowledged: Acknowledged = new Map()
  try {
    for (let i = 0; i < roundsPerFolder && progress.roundsDone < rounds; i++) {
      const result = await runCrashRound(folder, seed, progress.roundsDone, acknowledged)
      progress.faults.push(...result.faults.map((fault) => `round ${result.round}: ${fault}`))
      progress.acknowledgedCount += result.acknowledgedCount
      progress.roundsDone += 1
      writeProgress(progressFile, progress)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
