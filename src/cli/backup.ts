// `likeness backup` and `likeness restore`: the embedded store's database as a file, and back.
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { createError } from '../errors.ts'
import type { StoreSnapshots } from '../store/index-life.ts'
import { openLife } from '../wire-store.ts'
import type { Command } from './command.ts'

const backupUsage = `Writes a copy of the embedded store's database, as it is at one moment, while a service goes on. Pictures' files are not in it.

Usage: npx --no likeness backup FILE

  -h, --help   this text
`

const restoreUsage = `Puts a copy that \`likeness backup\` wrote into the store's folder (STORE_URL), which must hold no index yet.

Usage: npx --no likeness restore FILE

  -h, --help   this text
`

export const backupCommand: Command = (commandArguments) =>
  run(commandArguments, backupUsage, async (snapshots, file) => {
    const images = await snapshots.save(file)
    process.stdout.write(`${images} images in ${file}\n`)
  })

export const restoreCommand: Command = (commandArguments) =>
  run(commandArguments, restoreUsage, async (snapshots, file) => {
    const images = await snapshots.load(file)
    process.stdout.write(`${images} images restored. Pictures that were added since are taken in again by an ingest.\n`)
  })

async function run(
  commandArguments: string[],
  usage: string,
  work: (snapshots: StoreSnapshots, file: string) => Promise<void>,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw createError('CONFIG_INVALID', 'Name one FILE.')
  const life = await openLife(readConfig())
  try {
    if (life.snapshots === undefined) {
      const detail = `A store on ${life.description} has snapshots of its own; \`npx --no likeness export\` writes its images to a file.`
      throw createError('CONFIG_INVALID', detail)
    }
    await work(life.snapshots, file)
    return 0
  } finally {
    await life.close()
  }
}
