// `likeness export`: every image of the store with its vector, one JSON document a line. Reads beside a running service.
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { createError } from '../errors.ts'
import { formatDocument, formatHeader, type VectorForm } from '../http/document-lines.ts'
import { readSource } from '../transfer/read-source.ts'
import type { Command } from './command.ts'
import { openServingSource } from './open-serving-source.ts'
import { createProgressDisplay } from './progress.ts'
import { abortOnSignals } from './signals.ts'

const usage = `Writes every image of the store with its vector, one JSON document a line: a backup of the index that any store takes
(\`likeness import\`). The pictures' files are not in it. A running service goes on meanwhile; what it writes then may be in it or not.

Usage: npx --no likeness export [FILE] [options]

FILE appears when it is complete; without it, or with -, the lines go to standard output.

  --vectors FORM  numbers (the default), or base64: little-endian float32, half as long
  -h, --help      this text

Exit codes: 0 done, 2 could not run, 130 stopped by Ctrl-C.
`

export const exportCommand: Command = async (commandArguments) => {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    allowPositionals: true,
    options: { vectors: { type: 'string', default: 'numbers' }, help: { type: 'boolean', short: 'h' } },
  })
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const [file = '-', ...more] = positionals
  if (more.length > 0) throw createError('CONFIG_INVALID', 'Name one FILE, or none.')
  const form = toVectorForm(values.vectors)
  const config = readConfig()
  const { source, space, close } = await openServingSource(config, config.storeUrl)
  const stop = abortOnSignals()
  const output = await openOutput(file)
  const display = createProgressDisplay(process.stderr)
  const counts = { exported: 0, 'without a vector': 0 }
  try {
    const found = await source.count()
    await output.write(`${formatHeader(space, new Date())}\n`)
    for await (const { images, pending } of readSource(source, stop.signal)) {
      await output.write(images.map((image) => `${formatDocument(image, form)}\n`).join(''))
      counts.exported += images.length
      counts['without a vector'] += pending
      const done = counts.exported + counts['without a vector']
      display.update({ found: Math.max(found, done), isCounted: true, done, counts })
    }
    await output.end()
    display.end()
    const left = counts['without a vector']
    const rest = left > 0 ? `; ${left} have no vector yet and are not in it` : ''
    process.stderr.write(`${counts.exported} images exported${file === '-' ? '' : ` to ${file}`}${rest}\n`)
    return 0
  } catch (error) {
    display.end()
    await output.discard()
    if (!stop.signal.aborted) throw error
    process.stderr.write('Stopped; nothing is kept.\n')
    return stop.exitCode()
  } finally {
    await close()
  }
}

function toVectorForm(value: string): VectorForm {
  if (value === 'numbers' || value === 'base64') return value
  throw createError('CONFIG_INVALID', '--vectors is numbers or base64.')
}

/**
 * Writes beside the file and renames at the end, so that no half of an export is taken for a whole one; but into what is no plain file, such
 * as a pipe.
 */
async function openOutput(file: string) {
  const isPlain = await stat(file).then(
    (stats) => stats.isFile(),
    () => true,
  )
  const partial = isPlain ? `${file}.partial` : file
  const stream = file === '-' ? process.stdout : createWriteStream(partial)
  let fault: unknown
  stream.once('error', (cause) => {
    fault = cause
  })
  const unwritable = (cause: unknown) =>
    createError('CONFIG_INVALID', `The export cannot be written (${(cause as NodeJS.ErrnoException).code}).`, { cause })
  return {
    async write(text: string): Promise<void> {
      if (fault !== undefined) throw unwritable(fault)
      if (!stream.write(text)) await once(stream, 'drain').catch((cause) => Promise.reject(unwritable(cause)))
    },
    async end(): Promise<void> {
      if (file === '-') return
      stream.end()
      await finished(stream as NodeJS.WritableStream).catch((cause) => Promise.reject(unwritable(fault ?? cause)))
      if (isPlain) await rename(partial, file).catch((cause) => Promise.reject(unwritable(cause)))
    },
    async discard(): Promise<void> {
      if (file === '-') return
      stream.destroy()
      if (isPlain) await rm(partial, { force: true })
    },
  }
}
