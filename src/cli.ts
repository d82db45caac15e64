// The command line, `npx --no likeness <command>`: picks the command, and turns failures into a message and an exit code.
// One file a command in cli/; bin/likeness.js and `npm run demo` start here.
import type { Command } from './cli/command.ts'
import { isLikenessError } from './errors.ts'
import { version } from './version.ts'

/** Loaded when they are asked for, so that `--help` needs no model runtime. */
const commands: Record<string, { about: string; load(): Promise<Command> }> = {
  ingest: {
    about: 'add the pictures of the library, or of some of its folders',
    load: async () => (await import('./cli/ingest.ts')).ingestCommand,
  },
  export: {
    about: 'write every image with its vector to a file',
    load: async () => (await import('./cli/export.ts')).exportCommand,
  },
  import: {
    about: 'add images that come with their vectors',
    load: async () => (await import('./cli/import.ts')).importCommand,
  },
  copy: {
    about: 'copy every image with its vector to another store',
    load: async () => (await import('./cli/copy.ts')).copyCommand,
  },
  duplicates: {
    about: 'list copies and bursts in the library',
    load: async () => (await import('./cli/duplicates.ts')).duplicatesCommand,
  },
  backup: {
    about: 'copy the embedded store’s database to a file, while a service goes on',
    load: async () => (await import('./cli/backup.ts')).backupCommand,
  },
  restore: {
    about: 'put such a copy back',
    load: async () => (await import('./cli/backup.ts')).restoreCommand,
  },
  serve: {
    about: 'start the service (the same as npm start)',
    load: async () => (await import('./cli/serve.ts')).serveCommand,
  },
  models: {
    about: 'list the models, and get one onto this machine',
    load: async () => (await import('./cli/models.ts')).modelsCommand,
  },
  index: {
    about: 'the store’s indexes: look at them, change the model, go back, delete old ones',
    load: async () => (await import('./cli/index-command.ts')).indexCommand,
  },
  doctor: {
    about: 'what is wrong with the settings, the model or the store, and what to do',
    load: async () => (await import('./cli/doctor.ts')).doctorCommand,
  },
  demo: {
    about: 'try it on sample photos',
    load: async () => (await import('./cli/demo.ts')).demoCommand,
  },
}

/** The exit code for what could not be started or carried out at all. */
const couldNotRun = 2

const usage = `Likeness ${version}: finds pictures by words and by pictures.

Usage: npx --no likeness <command> [options]

Commands:
${Object.entries(commands)
  .map(([name, { about }]) => `  ${name.padEnd(12)}${about}`)
  .join('\n')}

  help, -h, --help        this text; after a command, its options
  version, -v, --version  the version

Settings come from the environment; the README lists them.
`

/** Resolves to the exit code; undefined leaves it to the command, as a service's does. */
async function main([name, ...commandArguments]: string[]): Promise<number | undefined> {
  // As words too: npx takes an option that comes before any command for its own.
  if (name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(usage)
    return 0
  }
  if (name === 'version' || name === '--version' || name === '-v') {
    process.stdout.write(`${version}\n`)
    return 0
  }
  if (name === undefined || !Object.hasOwn(commands, name)) {
    process.stderr.write(name === undefined ? usage : `There is no command "${name}". See npx --no likeness help\n`)
    return couldNotRun
  }
  const run = await commands[name]!.load()
  try {
    return await run(commandArguments)
  } catch (error) {
    process.stderr.write(`${describeFailure(error, name)}\n`)
    return couldNotRun
  }
}

/** Failures that a person can mend are one message; anything else is a defect and shows its stack. */
function describeFailure(error: unknown, command: string): string {
  if (isLikenessError(error)) return error.message
  if (!(error instanceof Error)) return String(error)
  const isUsage = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
  return isUsage ? `${error.message}\nSee npx --no likeness ${command} --help` : (error.stack ?? error.message)
}

// Whoever reads the output may stop early, as `head` does; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
process.exitCode = await main(process.argv.slice(2))
