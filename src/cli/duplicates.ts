// `likeness duplicates`: copies and bursts in the whole library. Reads beside a running service.
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { createError } from '../errors.ts'
import { type DuplicateReport, findDuplicates } from '../find-duplicates.ts'
import { toWireGroup } from '../http/wire-duplicates.ts'
import { nearDuplicateMin } from '../vector.ts'
import type { Command } from './command.ts'
import { openServingSource } from './open-serving-source.ts'
import { createProgressDisplay } from './progress.ts'
import { abortOnSignals } from './signals.ts'

const usage = `Lists copies, and shots of one burst, among all images of the store, the largest groups first. Changes nothing.

Usage: npx --no likeness duplicates [options]

  --min-similarity X  cosine from which two images belong together, from 0.8 to 1; ${nearDuplicateMin} by default
  --json              one group a line, as JSON
  -h, --help          this text

Exit codes: 0 done, 2 could not run, 130 stopped by Ctrl-C.
`

export const duplicatesCommand: Command = async (commandArguments) => {
  const { values } = parseArgs({
    args: commandArguments,
    options: {
      'min-similarity': { type: 'string', default: String(nearDuplicateMin) },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const similarityMin = Number(values['min-similarity'])
  if (!(similarityMin >= 0.8 && similarityMin <= 1)) {
    throw createError('CONFIG_INVALID', '--min-similarity is a number from 0.8 to 1.')
  }
  const config = readConfig()
  const stop = abortOnSignals()
  const { source, close } = await openServingSource(config, config.storeUrl)
  const display = createProgressDisplay(process.stderr)
  try {
    const found = await source.count()
    const report = await findDuplicates(source, {
      similarityMin,
      signal: stop.signal,
      onRead: (done) => display.update({ found: Math.max(found, done), isCounted: true, done, counts: { read: done } }),
    })
    display.end()
    process.stdout.write(values.json ? toLines(report) : describe(report))
    return 0
  } catch (error) {
    display.end()
    if (!stop.signal.aborted) throw error
    return stop.exitCode()
  } finally {
    await close()
  }
}

function toLines({ groups }: DuplicateReport): string {
  return groups.map((group) => `${JSON.stringify(toWireGroup(group))}\n`).join('')
}

function describe({ images, groups, duplicates }: DuplicateReport): string {
  const lines = groups.flatMap(({ images: members, similarityMin }) => [
    `${members.length} images, similarity ${similarityMin.toFixed(3)} or more`,
    ...members.map(({ relativePath }) => `  ${relativePath}`),
  ])
  return `${lines.join('\n')}${lines.length > 0 ? '\n' : ''}${duplicates} duplicates in ${groups.length} groups among ${images} images\n`
}
