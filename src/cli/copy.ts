// `likeness copy`: every image of one store with its vector into another, such as from the embedded store to Elasticsearch.
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { createError } from '../errors.ts'
import { formatDocument } from '../http/document-lines.ts'
import { isStoreUrl, storeUrlExamples } from '../store/open-store.ts'
import type { DocumentText } from '../transfer/import-target.ts'
import { readSource } from '../transfer/read-source.ts'
import { runImport } from '../transfer/run-import.ts'
import type { Command } from './command.ts'
import { formatImport, importProgress, importToJson, tellImportEnd } from './import-summary.ts'
import { chooseImportWay } from './import-way.ts'
import { openServingSource, type ServingSource } from './open-serving-source.ts'
import { createProgressDisplay } from './progress.ts'
import { abortOnSignals } from './signals.ts'

const usage = `Copies every image of one store with its vector into another, such as from the embedded store to Elasticsearch.

Usage: npx --no likeness copy --from URL --to URL [options]

Each URL is one that STORE_URL takes; the settings for access to an Elasticsearch store (STORE_API_KEY and its kin) hold for both. Nothing
is embedded, and the pictures' files stay where they are. The same command again copies what has changed since; what was removed from the
one store stays in the other. When a running service owns the store that is written to, the work goes through it.

  --restore    also images that were deleted from the store that is written to
  --json       print the summary as JSON
  -h, --help   this text

Exit codes: 0 done, 1 some images failed, 2 could not run, 130 stopped by Ctrl-C.
`

export const copyCommand: Command = async (commandArguments) => {
  const { values } = parseArgs({
    args: commandArguments,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      restore: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return 0
  }
  const from = requireStoreUrl('--from', values.from)
  const to = requireStoreUrl('--to', values.to)
  if (from === to) throw createError('CONFIG_INVALID', '--from and --to name the same store.')
  const config = readConfig()
  const reading = await openServingSource(config, from)
  const display = createProgressDisplay(process.stderr)
  try {
    const options = { url: undefined, restore: values.restore, made: { space: reading.space }, isForSettings: false }
    const { target, serviceUrl } = await chooseImportWay({ ...config, storeUrl: to }, options)
    const stop = abortOnSignals()
    if (serviceUrl) process.stderr.write(`Working through the service at ${serviceUrl}\n`)
    try {
      const found = await reading.source.count()
      const summary = await runImport({
        lines: readDocuments(reading, stop.signal),
        target,
        onProgress: (progress) => display.update(importProgress(progress, found)),
        signal: stop.signal,
      })
      display.end()
      process.stdout.write(values.json ? importToJson(summary) : formatImport(summary))
      return tellImportEnd(summary, stop.exitCode())
    } finally {
      await target.close()
    }
  } finally {
    display.end()
    await reading.close()
  }
}

/** As lines, as both kinds of target take them. */
async function* readDocuments({ source }: ServingSource, signal: AbortSignal): AsyncGenerator<DocumentText> {
  let number = 0
  for await (const { images } of readSource(source, signal)) {
    for (const image of images) yield { number: ++number, text: formatDocument(image, 'base64') }
  }
}

/** The address is not repeated: it may hold a password. */
function requireStoreUrl(option: string, url: string | undefined): string {
  if (url !== undefined && isStoreUrl(url)) return url
  const examples = storeUrlExamples.join(' or ')
  throw createError('CONFIG_INVALID', `${option} must be the address of a store, such as ${examples}.`)
}
