// `likeness serve`: the service, as `npm start` starts it. All it does is in ../server.ts.
import { parseArgs } from 'node:util'
import type { Command } from './command.ts'

const usage = `Starts the service. Every setting comes from the environment; the README lists them.

Usage: npx --no likeness serve
`

export const serveCommand: Command = async (commandArguments) => {
  const { values } = parseArgs({ args: commandArguments, options: { help: { type: 'boolean', short: 'h' } } })
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  await import('../server.ts')
  // Set there where it could not start; it goes on until a signal otherwise.
  return process.exitCode === undefined ? undefined : Number(process.exitCode)
}
