// `npm run test:soak`: runs the long tests of test/soak, which `npm test` leaves out, one after the other. Options go on
// to each: `npm run test:soak -- --rounds 200 --seed 7`; names pick some: `npm run test:soak -- store-crash`.

import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { formatTotals, isGreen, type Totals } from './totals.ts'

const soakFolder = fileURLToPath(new URL('../test/soak/', import.meta.url))
/** Ignored by git. Here each soak test keeps how far it is, so that a run that was cut off goes on. */
const progressFolder = fileURLToPath(new URL('../.tap/soak/', import.meta.url))

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string' }, seed: { type: 'string' } },
  allowPositionals: true,
})
const options = Object.entries(values).flatMap(([name, value]) => [`--${name}`, value])

const names = globSync('*.ts', { cwd: soakFolder }).map((file) => basename(file, '.ts'))
const unknown = positionals.filter((name) => !names.includes(name))
if (unknown.length > 0) console.error(`There is no soak test ${unknown.join(', ')}; there are ${names.join(', ')}`)

mkdirSync(progressFolder, { recursive: true })
const chosen = positionals.length > 0 ? positionals.filter((name) => names.includes(name)) : names
const passed = chosen.filter(runSoakTest).length
const totals: Totals = { passed, failed: chosen.length - passed + unknown.length, skipped: 0 }
console.log(formatTotals(totals))
process.exitCode = isGreen(totals) ? 0 : 1

function runSoakTest(name: string): boolean {
  const progressFile = join(progressFolder, `${name}.json`)
  console.log(`${name}: running`)
  const command = [join(soakFolder, `${name}.ts`), ...options, '--progress', progressFile]
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' })
  console.log(`${name}: ${status === 0 ? 'ok' : 'failed'}`)
  // A test that came to its end starts anew next time; one that was killed goes on.
  if (status !== null) rmSync(progressFile, { force: true })
  return status === 0
}
