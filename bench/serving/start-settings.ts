// What `npm start` sets for the process: where compiled code is kept, and how Node's heap begins. Measured with it is what is ours, and without it
// everything else, which would otherwise inherit what suits the service and perhaps not it.
import { readFileSync } from 'node:fs'

/** The command of `npm start`, so that what is measured is what is run. */
function readStartWords(): string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: { start: string }
  }
  return scripts.start.split(' ')
}

/** Options of Node itself. */
export function readStartFlags(): string[] {
  return readStartWords().filter((word) => word.startsWith('--'))
}

/** The environment's variables. Relative folders are relative to the project, as there. */
export function readStartSettings(): Record<string, string> {
  const words = readStartWords()
  // They stand before the command.
  const assignments = words.slice(
    0,
    words.findIndex((word) => !/^[A-Z_]+=/.test(word)),
  )
  return Object.fromEntries(
    assignments.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]),
  )
}

/** Takes them out of this process's environment, for all that it starts. */
export function forgetStartSettings(): void {
  for (const name of Object.keys(readStartSettings())) delete process.env[name]
}
