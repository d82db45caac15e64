// Documents through a running service, in requests of a bounded size. Its sibling is store-target.ts.
import { createError, type ErrorCode, type LikenessError } from '../errors.ts'
import type { ImportOptions } from '../import-images.ts'
import { connectToService, type ServiceClientOptions } from '../service-client.ts'
import type { ImportTarget, LineOutcome } from './import-target.ts'

/** How the vectors' model is told: by the header that each request begins with, or by its name. */
export type ModelOfVectors = { header: string } | { name: string }

export type ServiceTargetOptions = ServiceClientOptions & ImportOptions & { model: ModelOfVectors }

/** A line of the service's answer. */
type AnswerLine = {
  line?: number
  image_id?: string
  status?: LineOutcome['status']
  problem?: { code: string; detail: string }
  summary?: { normalised: number }
}

/** Errors: those of `connectToService`. */
export async function createServiceTarget(options: ServiceTargetOptions): Promise<ImportTarget> {
  const { model, restore } = options
  const service = await connectToService(options)
  const query = new URLSearchParams({ restore: String(restore), ...('name' in model ? { model: model.name } : {}) })

  return {
    async take(lines, { signal }) {
      const header = 'header' in model ? [model.header] : []
      // A line that cannot be read is told by its number; an empty object fails there for the same reason in other words.
      const body = [...header, ...lines.map(({ text }) => text ?? '{}')].join('\n')
      const headers = { 'content-type': 'application/x-ndjson' }
      const answer = await service.send(`images/import?${query}`, { method: 'POST', headers, body }, signal)
      if (answer.status !== 200) throw service.toError(answer)
      const told = parseAnswer(answer.text)
      const end = told.find(({ line, problem }) => line === undefined && problem !== undefined)
      if (end) throw toError(end)
      // Which vectors they were is not told; how many is all that is counted.
      let normalised = told.at(-1)?.summary?.normalised ?? 0
      return lines.map(({ number }, i): LineOutcome => {
        const { image_id = null, status, problem } = told[i] ?? {}
        if (status === undefined || status === 'failed') {
          return { number, imageId: image_id, status: 'failed', error: toError({ problem }) }
        }
        const isNormalised = normalised > 0
        normalised -= 1
        return { number, imageId: image_id, status, isNormalised }
      })
    },
    // Each answer came once its images were searchable.
    finish: async () => {},
    close: async () => {},
  }
}

function parseAnswer(text: string): AnswerLine[] {
  try {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as AnswerLine)
  } catch (cause) {
    throw createError('STORE_UNAVAILABLE', 'The service’s answer was cut short.', { cause })
  }
}

function toError({ problem }: AnswerLine): LikenessError {
  if (problem === undefined) return createError('STORE_UNAVAILABLE', 'The service’s answer was cut short.')
  return createError(problem.code as ErrorCode, problem.detail)
}
