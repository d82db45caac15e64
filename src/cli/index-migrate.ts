// `likeness index migrate`: the library into an index of the model that the settings choose. The work is in ../migrate-index.ts;
// index-command.ts is the command.
import { constants } from 'node:os'
import type { Config } from '../config.ts'
import { goBehind } from '../go-behind.ts'
import { type MigrationResult, migrateIndex } from '../migrate-index.ts'
import type { IndexVersion } from '../store/index-life.ts'
import type { SyncSummary } from '../sync-index.ts'
import { type SyncCounts, syncOutcomes } from '../sync-tally.ts'
import { wireMigration } from '../wire.ts'
import { describeIndex, howToServe } from './index-words.ts'
import { createMigrationDisplay } from './migration-display.ts'
import { abortOnSignals } from './signals.ts'

/** How many skipped pictures a person is shown. */
const listedMax = 20

/** Resolves to the exit code. */
export async function migrate(config: Config, { allowSkipped }: { allowSkipped: boolean }): Promise<number> {
  // Its threads inherit it: the searches of a service on the same machine come first.
  goBehind(constants.priority.PRIORITY_BELOW_NORMAL)
  const stop = abortOnSignals()
  const display = createMigrationDisplay(process.stderr)
  const parts = await wireMigration(config, { warn: tell })
  try {
    const result = await migrateIndex({
      ...parts,
      allowSkipped,
      signal: stop.signal,
      onStart: (from, to) => tell(`From ${describeIndex(from)} to ${describeIndex(to)}.`),
      onProgress: display.update,
    })
    display.end()
    return await tellResult(result)
  } catch (error) {
    display.end()
    if (!stop.signal.aborted) throw error
    tell('Stopped. What was embedded is kept; the same command goes on from here.')
    return stop.exitCode()
  } finally {
    await parts.life.close()
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function tellResult(result: MigrationResult): Promise<number> {
  if (result.kind === 'serving') {
    say(`${result.to.name} serves already: it is the index of this model.`)
    return 0
  }
  const { kind, from, to, summary } = result
  if (summary) tellSummary(summary)
  if (kind === 'held back') {
    say(
      `${to.name} is not switched to, as it lacks them. Mend the pictures and run the same command again, or switch without them: --allow-skipped`,
    )
    return 1
  }
  if (summary && !summary.isSettled) {
    say('The store is being written to all the time: what came last is taken over when the service starts anew.')
  }
  await tellSwitch(from, to)
  return 0
}

function tellSummary({ counts, skipped }: SyncSummary): void {
  say(`${countAll(counts)} pictures: ${syncOutcomes.map((outcome) => `${counts[outcome]} ${outcome}`).join(', ')}`)
  if (counts.skipped === 0) return
  say('Skipped:')
  for (const { relativePath, reason } of skipped.slice(0, listedMax)) say(`  ${relativePath}: ${reason}`)
  if (counts.skipped > listedMax) say(`  … and ${counts.skipped - listedMax} more`)
}

/** Those of the library: what was removed is in it no more. */
function countAll({ removed, ...left }: SyncCounts): number {
  return Object.values(left).reduce((sum, count) => sum + count, 0)
}

async function tellSwitch(from: IndexVersion, to: IndexVersion): Promise<void> {
  say(`${to.name} serves now. A running service goes on with the model that it has.`)
  say(`Start the service anew with ${await howToServe(to)}: first it takes over what was written since.`)
  if (from.name !== to.name) say(`${from.name} stays for a rollback, until it is pruned.`)
}
