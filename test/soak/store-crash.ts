// The long form of test/store/embedded/crash.test.ts:
//   node test/soak/store-crash.ts --rounds 200 --seed 1 [--progress FILE]
// Prints a summary line and exits with 1 when anything was lost. With a progress file, a run that was cut off goes on
// where it stood.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Acknowledged, runCrashRound } from '../store/embedded/crash-rounds.ts'

/** A new folder after so many rounds, so that both young and grown stores are killed. */
const roundsPerFolder = 20

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    progress: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
const seed = Number(values.seed)

type Progress = { seed: number; roundsDone: number; acknowledgedCount: number; faults: string[] }

const progress = readProgress()
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
      writeProgress()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readProgress(): Progress {
  const none = { seed, roundsDone: 0, acknowledgedCount: 0, faults: [] }
  if (!values.progress || !existsSync(values.progress)) return none
  const stored: Progress = JSON.parse(readFileSync(values.progress, 'utf8'))
  return stored.seed === seed ? stored : none
}

function writeProgress(): void {
  if (!values.progress) return
  const temporary = `${values.progress}.tmp`
  writeFileSync(temporary, JSON.stringify(progress))
  renameSync(temporary, values.progress)
}
