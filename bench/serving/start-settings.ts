// What `npm start` sets for the process: where compiled code is kept. Measured with it is what is ours, and without it
// everything else, which would otherwise inherit what suits the service and perhaps not it.
import { readFileSync } from 'node:fs'

/** As package.json has them, so that what is measured is what is run. Relative folders are relative to the project, as there. */
export function readStartSettings(): Record<string, string> {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: { start: string }
  }
  const words = scripts.start.split(' ')
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
