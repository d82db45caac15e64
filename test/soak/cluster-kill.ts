// The long form of the kill test in test/store/elasticsearch/node-kills.test.ts:
//   node test/soak/cluster-kill.ts --rounds 10 --seed 1 [--progress FILE]
// Prints a line for each kill and a summary, and exits with 1 when anything was lost. With a progress file, a run that was cut
// off goes on where it stood.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster } from '../elasticsearch/cluster.ts'
import { findEngine } from '../elasticsearch/engine.ts'
import { startKillRounds } from '../store/elasticsearch/kill-rounds.ts'
import { requireNeed } from '../support/needs.ts'
import { readProgress, readSoakArguments, writeProgress } from '../support/soak-progress.ts'

/** A new cluster after so many rounds, so that both young and grown indexes are killed. */
const roundsPerCluster = 10

const { rounds, seed, progress: progressFile } = readSoakArguments(10)
requireNeed('elasticsearch')

type Progress = {
  seed: number
  roundsDone: number
  mastersKilled: number
  acknowledgedCount: number
  searches: number
  refusedCount: number
  faults: string[]
}

const progress = readProgress<Progress>(progressFile, {
  seed,
  roundsDone: 0,
  mastersKilled: 0,
  acknowledgedCount: 0,
  searches: 0,
  refusedCount: 0,
  faults: [],
})
while (progress.roundsDone < rounds) await runOnNewCluster()
const { mastersKilled, acknowledgedCount, searches, refusedCount, faults } = progress
for (const fault of faults) console.log(fault)
console.log(
  `${rounds} kills, ${mastersKilled} of the master, ${acknowledgedCount} writes acknowledged, ${searches} searches answered, ${refusedCount} calls refused for a while, ${faults.length} faults`,
)
process.exitCode = faults.length === 0 ? 0 : 1

async function runOnNewCluster(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cluster-kill-'))
  const cluster = await startCluster({ engine: findEngine()!, folder, nodeCount: 3 })
  try {
    const kills = await startKillRounds(cluster, seed * 1009 + progress.roundsDone)
    for (let i = 0; i < roundsPerCluster && progress.roundsDone < rounds; i++) {
      const result = await kills.run(progress.roundsDone)
      console.log(
        `kill ${result.round}${result.wasMaster ? ' of the master' : ''}: ${result.acknowledgedCount} writes, ${result.searches} searches, ${result.refusedCount} refused, ${result.faults.length} faults`,
      )
      progress.faults.push(...result.faults.map((fault) => `round ${result.round}: ${fault}`))
      progress.acknowledgedCount += result.acknowledgedCount
      progress.searches += result.searches
      progress.refusedCount += result.refusedCount
      progress.mastersKilled += result.wasMaster ? 1 : 0
      progress.roundsDone += 1
      writeProgress(progressFile, progress)
    }
    await kills.close()
  } finally {
    await cluster.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
