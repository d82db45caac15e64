// `likeness doctor`: what is right and wrong, and what to do about it. doctor-checks.ts looks at this machine, the store's
// adapter at the store.
import { parseArgs } from 'node:util'
import { type Config, readConfig } from '../config.ts'
import { isLikenessError } from '../errors.ts'
import { count, type Finding, failure, ok } from '../store/diagnosis.ts'
import { diagnose } from '../wire-store.ts'
import type { Command } from './command.ts'
import { checkDataFolder, checkModel, checkPictures } from './doctor-checks.ts'

const usage = `Looks at the settings, the model, the folders and the store, and says what to do about what is wrong. Changes nothing.

Usage: npx --no likeness doctor [options]

  --json       the findings as a JSON array: check, verdict (ok, warning, failure), detail and advice
  -h, --help   this text

It can run beside a service, with the same settings. What it prints holds no password, key or token.

Exit codes: 0 nothing fails (there may be warnings), 1 something fails, 2 it could not run.
`

export const doctorCommand: Command = async (commandArguments) => {
  const { values } = parseArgs({
    args: commandArguments,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const findings = await examine()
  process.stdout.write(values.json ? `${JSON.stringify(findings, null, 2)}\n` : formatFindings(findings))
  return findings.some(({ verdict }) => verdict === 'failure') ? 1 : 0
}

/** Looks at everything that the settings name; those of this process's environment where none are given. */
export async function examine(env?: Record<string, string | undefined>): Promise<Finding[]> {
  let config: Config
  try {
    config = readConfig(env)
  } catch (error) {
    if (!isLikenessError(error)) throw error
    return [failure('settings', error.message, 'Correct these variables; the README lists every setting.')]
  }
  const { space, findings } = await checkModel(config)
  return [
    ok('settings', 'every one is usable'),
    ...findings,
    ...(await checkPictures(config)),
    ...checkDataFolder(config),
    ...(await diagnose(config, space)),
  ]
}

/** One line a finding, its columns aligned, with the advice below it; the last line counts. */
export function formatFindings(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length))
  const indent = ' '.repeat('failure'.length + width + 4)
  const lines = findings.flatMap(({ check, verdict, detail, advice }) => [
    `${verdict.padEnd('failure'.length)}  ${check.padEnd(width)}  ${detail.replaceAll('\n', `\n${indent}`)}`,
    ...(advice === undefined ? [] : [`${indent}→ ${advice}`]),
  ])
  const [fine, warnings, failures] = (['ok', 'warning', 'failure'] as const).map(
    (verdict) => findings.filter((finding) => finding.verdict === verdict).length,
  )
  return `${[...lines, `${fine} ok, ${count(warnings!, 'warning')}, ${count(failures!, 'failure')}`].join('\n')}\n`
}
