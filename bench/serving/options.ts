// What the command line of the serving benchmark says, with how much a full and a quick run measure.
import { parseArgs } from 'node:util'
import { type PackName, packNames } from './packs.ts'

export const sectionNames = [
  'limit',
  'cost',
  'peers',
  'service',
  'caches',
  'search',
  'mixed',
  'overload',
  'memory',
  'start',
  'decode',
] as const
export type SectionName = (typeof sectionNames)[number]

export type Options = {
  isQuick: boolean
  rounds: number
  sections: readonly SectionName[]
  packs: readonly PackName[]
  /** Whether the charts of docs/charts are drawn anew. */
  charts: boolean
  windowMs: number
  concurrencies: readonly number[]
}

const usage = `npm run bench -- [options]; npm run bench:quick for a look in three minutes

  --rounds N            how often everything is repeated (5; quick: 1)
  --sections A,B        of ${sectionNames.join(', ')} (all)
  --packs A,B           of ${packNames.join(', ')} (both; quick: builtin)
  --quick               less of everything
  --charts              draw docs/charts anew in a quick run too
`

/** Prints the usage and ends the process where that is asked for, or where something is not understood. */
export function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        rounds: { type: 'string' },
        sections: { type: 'string' },
        packs: { type: 'string' },
        quick: { type: 'boolean', default: false },
        charts: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) {
      process.stdout.write(usage)
      process.exit(0)
    }
    const isQuick = values.quick
    return {
      isQuick,
      rounds: readCount(values.rounds ?? (isQuick ? '1' : '5')),
      sections: readNames(values.sections, sectionNames, sectionNames),
      packs: readNames(values.packs, packNames, isQuick ? ['builtin'] : packNames),
      charts: values.charts || !isQuick,
      windowMs: isQuick ? 1_000 : 6_000,
      concurrencies: isQuick ? [1, 16] : [1, 4, 16, 64],
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`)
    process.exit(2)
  }
}

function readCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1) throw new Error(`--rounds takes a number of at least 1, not ${text}`)
  return count
}

function readNames<Name extends string>(
  text: string | undefined,
  known: readonly Name[],
  fallback: readonly Name[],
): readonly Name[] {
  if (text === undefined) return fallback
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.filter((name) => !known.includes(name as Name))
  if (unknown.length > 0) throw new Error(`there is no ${unknown.join(', ')}; known: ${known.join(', ')}`)
  // In the known order, whatever the order asked for.
  return known.filter((name) => names.includes(name))
}
