// `npm test`: lint, then types, then tap, ending with the line `N passed, N failed` counted by scripts/totals.ts.
// scripts/pretest.ts has run before it. Arguments go to tap: `npm test -- test/store`.

import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { countTap, formatTotals, isGreen, oneFailure, type Totals } from './totals.ts'

/** Ignored by git. */
const outputFile = fileURLToPath(new URL('../.tap/output.tap', import.meta.url))

/** Kept for the hundreds of processes that the tests start; as for `npm start`. */
const compiledCode = fileURLToPath(new URL('../node_modules/.cache/node', import.meta.url))

const totals = runSteps(process.argv.slice(2))
process.exitCode = isGreen(totals) ? 0 : 1
console.log(formatTotals(totals))

function runSteps(tapArguments: string[]): Totals {
  if (!runStep('lint', 'biome', 'check', '.')) return oneFailure
  if (!runStep('typecheck', 'tsc', '--noEmit')) return oneFailure
  return runTap(tapArguments)
}

function runStep(name: string, command: string, ...commandArguments: string[]): boolean {
  const { status, error } = spawnSync(command, commandArguments, { stdio: 'inherit' })
  const ok = status === 0
  console.log(ok ? `${name}: ok` : `${name}: failed${error ? ` (${error.message})` : ''}; no test was run`)
  return ok
}

function runTap(tapArguments: string[]): Totals {
  mkdirSync(dirname(outputFile), { recursive: true })
  rmSync(outputFile, { force: true })
  // CI=true keeps tap's reporter from redrawing its lines where no terminal would erase the old ones.
  const env = { ...process.env, NODE_COMPILE_CACHE: compiledCode, ...(process.stdout.isTTY ? {} : { CI: 'true' }) }
  const options = ['--reporter=terse', `--output-file=${outputFile}`]
  const { status } = spawnSync('tap', [...options, ...tapArguments.map(expandFolder)], { stdio: 'inherit', env })
  const tap = readTap(outputFile)
  const { failures, ...totals } = countTap(tap, status)
  // tap's reporter ends with an escape sequence and no line end.
  console.log()
  // What was run, file by file: the reporter tells of failures alone.
  for (const [, result] of tap.matchAll(/^((?:not )?ok \d+ - \S+ # time=\S+)/gm)) console.log(result)
  // The reporter is not relied on to show every failure: it leaves out those of files that died.
  for (const failure of failures) console.log(`failed: ${failure}`)
  if (failures.length > 0) console.log(`The whole output is in ${relative('.', outputFile)}`)
  return totals
}

/** tap looks in a folder only for files its plugins know, which `.ts` is not among; a pattern finds the tests there. */
function expandFolder(argument: string): string {
  const isFolder = statSync(argument, { throwIfNoEntry: false })?.isDirectory() ?? false
  return isFolder ? join(argument, '**/*.test.ts') : argument
}

/** The TAP that was written; empty when tap ended before it opened the file. */
function readTap(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
