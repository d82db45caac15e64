// Failures below /v1 in the form that client libraries of OpenAI's API read, beside the problem's own. problem.ts adds it.
import { type ErrorCode, errorCatalogue, type LikenessError } from '../errors.ts'
import type { OpenaiError } from './schemas/problem.ts'

/** What OpenAI calls these, which client code compares with. */
const openaiCodes: Partial<Record<ErrorCode, string>> = {
  UNAUTHORIZED: 'invalid_api_key',
}

/** Whether an address is one that such a client asks: also those that lead nowhere here, so that it can read that. */
export function isOpenaiAddress(url: string): boolean {
  return url.startsWith('/v1/')
}

export function toOpenaiError({ code, message, faults }: LikenessError): OpenaiError {
  const [first] = faults
  return {
    message,
    type: errorCatalogue[code].status < 500 ? 'invalid_request_error' : 'server_error',
    code: openaiCodes[code] ?? code.toLowerCase(),
    param: first?.pointer ? toParam(first.pointer) : null,
  }
}

/** `/input/3` as `input[3]`. */
function toParam(pointer: string): string {
  const [first = '', ...steps] = pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  return first + steps.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`)).join('')
}
