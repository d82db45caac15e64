// The report of an ingest: a line of JSON for each file, written while the run goes on. ingest.ts opens it where that is asked for.
import { createWriteStream } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { dirname, relative, resolve } from 'node:path'
import { finished } from 'node:stream/promises'
import { createError } from '../errors.ts'
import type { FileOutcome } from '../ingest/tally.ts'

export type IngestReport = {
  add(outcome: FileOutcome): void
  /** Resolves when all of it is written. Errors: CONFIG_INVALID where that failed. */
  end(): Promise<void>
}

/** Makes the file anew. Errors: CONFIG_INVALID for one that cannot be written, or that would lie among the pictures of a folder. */
export async function openReport(file: string, libraryFolder: string | null): Promise<IngestReport> {
  const path = resolve(file)
  if (libraryFolder !== null && isInside(path, libraryFolder)) {
    throw createError('CONFIG_INVALID', `--report names a file inside the library, where nothing is written: ${path}`)
  }
  const unwritable = (cause: unknown) =>
    createError('CONFIG_INVALID', `The report cannot be written: ${path} (${(cause as NodeJS.ErrnoException).code}).`, {
      cause,
    })
  try {
    await mkdir(dirname(path), { recursive: true })
    await (await open(path, 'w')).close()
  } catch (cause) {
    throw unwritable(cause)
  }
  const stream = createWriteStream(path, { flags: 'a' })
  let fault: unknown
  stream.once('error', (error) => {
    fault = error
  })
  return {
    add(outcome) {
      // A full disk must not end the run; `end` tells it.
      if (fault === undefined) stream.write(`${JSON.stringify(toLine(outcome))}\n`)
    },
    async end() {
      stream.end()
      await finished(stream).catch((cause) => {
        throw unwritable(fault ?? cause)
      })
    },
  }
}

function isInside(path: string, folder: string): boolean {
  const inside = relative(folder, path)
  return !inside.startsWith('..') && resolve(inside) !== inside
}

function toLine(file: FileOutcome) {
  const { relativePath: relative_path, outcome } = file
  return 'code' in file ? { relative_path, outcome, code: file.code, detail: file.reason } : { relative_path, outcome }
}
