// The arguments and the progress file that the soak tests of kills share: a run that was cut off goes on where it stood.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

export type SoakArguments = { rounds: number; seed: number; progress?: string }

/** `--rounds`, `--seed` and `--progress FILE` of the command line. */
export function readSoakArguments(roundsDefault: number): SoakArguments {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: String(roundsDefault) },
      seed: { type: 'string', default: '1' },
      progress: { type: 'string' },
    },
  })
  return { rounds: Number(values.rounds), seed: Number(values.seed), progress: values.progress }
}

/** The progress in the file, if it is of the same seed; `none` otherwise. */
export function readProgress<P extends { seed: number }>(file: string | undefined, none: P): P {
  if (!file || !existsSync(file)) return none
  const stored: P = JSON.parse(readFileSync(file, 'utf8'))
  return stored.seed === none.seed ? stored : none
}

/** Keeps the progress, whole or not at all. */
export function writeProgress(file: string | undefined, progress: unknown): void {
  if (!file) return
  const temporary = `${file}.tmp`
  writeFileSync(temporary, JSON.stringify(progress))
  renameSync(temporary, file)
}
