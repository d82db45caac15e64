// Imports images with their vectors from any source of documents, without holding them all: some go with each request, which
// can be sent again where a stream could not.
import type { components } from './generated/contract.ts'
import { inBatches } from './in-batches.ts'
import type { LikenessClient } from './likeness-client.ts'
import type { CallOptions, ImportLine } from './operation-types.ts'

type ImageDocument = components['schemas']['ImageDocument']

export type ImportOptions = CallOptions & {
  /** The name of the model that made the vectors, as `getReadiness` tells it. */
  model: string
  /** Take deleted pictures back. */
  restore?: boolean | undefined
}

/** Sizes are counted in characters. */
const limits = { itemsMax: 1_000, sizeMax: 8 * 1024 * 1024, sizeOf: (line: string) => line.length }

/**
 * Yields what became of each document, in order, with `line` counted from 1 over all of them; the sums are left out. What was stored already is
 * `unchanged`, so that an import that was cut off may be done again. Errors: those of a call; one that the service ended early is an Error.
 */
export async function* importDocuments(
  client: Pick<LikenessClient, 'importImages'>,
  documents: Iterable<ImageDocument> | AsyncIterable<ImageDocument>,
  { model, restore, ...options }: ImportOptions,
): AsyncGenerator<ImportLine> {
  let linesBefore = 0
  for await (const lines of inBatches(toLines(documents), limits)) {
    const body = lines.join('')
    let isWhole = false
    for await (const answer of await client.importImages({ body, model, restore }, options)) {
      if (answer.line !== undefined) yield { ...answer, line: answer.line + linesBefore }
      else if (answer.problem)
        throw new Error(`The import ended early. ${answer.problem.code}: ${answer.problem.detail}`)
      else isWhole = true
    }
    if (!isWhole) throw new Error('The import ended early: its answer has no sums.')
    linesBefore += lines.length
  }
}

async function* toLines(documents: Iterable<ImageDocument> | AsyncIterable<ImageDocument>): AsyncGenerator<string> {
  for await (const document of documents) yield `${JSON.stringify(document)}\n`
}
