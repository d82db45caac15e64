// `likeness import`: documents with their vectors from a file into the store. Nothing is embedded.
import { createReadStream } from 'node:fs'
import { addAbortSignal, type Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import type { VectorSpace } from '../embedder/embedder.ts'
import { createError } from '../errors.ts'
import { createDocumentParser, lineBytesMax, readBeginning } from '../http/document-lines.ts'
import { readLines } from '../ndjson.ts'
import { runImport } from '../transfer/run-import.ts'
import type { Command } from './command.ts'
import { formatImport, importProgress, importToJson, tellImportEnd } from './import-summary.ts'
import { chooseImportWay, type ImportWayOptions } from './import-way.ts'
import { createProgressDisplay } from './progress.ts'
import { abortOnSignals } from './signals.ts'

const usage = `Adds images that come with their vectors, one JSON document a line, as \`likeness export\` writes them.

Usage: npx --no likeness import FILE [options]

FILE is - for standard input. A document is of the known form: image_id, image_name, relative_path and image_embedding, which may be
followed by whatever else is known of the image. Nothing is embedded, and the pictures' files may be elsewhere. The same command again
finds what is stored already unchanged. When a running service owns the store, the work goes through it.

  --model NAME the model that made the vectors, for a file that does not begin with the header of an export
  --restore    take images back that were deleted
  --url URL    work through the service at this address; its key is the first of API_KEYS
  --json       print the summary as JSON
  -h, --help   this text

Exit codes: 0 done, 1 some lines failed, 2 could not run, 130 stopped by Ctrl-C.
`

export const importCommand: Command = async (commandArguments) => {
  const { values, positionals } = parseArgs({
    args: commandArguments,
    allowPositionals: true,
    options: {
      model: { type: 'string' },
      restore: { type: 'boolean', default: false },
      url: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0)
    throw createError('CONFIG_INVALID', 'Name one FILE, or - for standard input.')
  const config = readConfig()
  const input = openInput(file)
  const lines = readLines(readInput(input, file), lineBytesMax)
  const { space, documents } = await readBeginning(lines, createDocumentParser(config.attributeTypes))
  const made = tellMade(space, values.model)
  const { target, serviceUrl } = await chooseImportWay(config, {
    url: values.url,
    restore: values.restore,
    made,
    isForSettings: true,
  })
  const stop = abortOnSignals()
  if (serviceUrl) process.stderr.write(`Working through the service at ${serviceUrl}\n`)
  // What comes through a pipe may keep a stop waiting for ever.
  addAbortSignal(stop.signal, input)
  const display = createProgressDisplay(process.stderr)
  try {
    const summary = await runImport({
      lines: documents,
      target,
      onProgress: (progress) => display.update(importProgress(progress, null)),
      signal: stop.signal,
    })
    display.end()
    process.stdout.write(values.json ? importToJson(summary) : formatImport(summary))
    return tellImportEnd(summary, stop.exitCode())
  } finally {
    display.end()
    await target.close()
  }
}

function openInput(file: string): Readable {
  return file === '-' ? process.stdin : createReadStream(file)
}

/** A file that cannot be read is told by name. */
async function* readInput(input: Readable, file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* input
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const detail = `${file === '-' ? 'Standard input' : `The file ${file}`} cannot be read (${code}).`
    throw createError('CONFIG_INVALID', detail, { cause })
  }
}

/** By the header or by name. Errors: CONFIG_INVALID where neither tells, or both do. */
function tellMade(space: VectorSpace | null, model: string | undefined): ImportWayOptions['made'] {
  if (space !== null && model !== undefined) {
    const detail = 'The file begins with the header of an export, which names what made its vectors: leave --model out.'
    throw createError('CONFIG_INVALID', detail)
  }
  if (space !== null) return { space }
  if (model !== undefined) return { model }
  throw createError(
    'CONFIG_INVALID',
    'The file does not begin with the header of an export: name the model that made its vectors with --model.',
  )
}
