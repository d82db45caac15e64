// One picture to the service, with progress, which fetch cannot tell: by XMLHttpRequest.

/** @import { AddImagesResult } from '../../http/schemas/add-images.ts' */
import { readApiKey } from '../access/api-key.js'
import { blameFile, parseAnswer, toProblemError, UnreachableError } from '../requests/failures.js'

/**
 * Failures leave as ProblemError, UnreachableError or UnreadableFileError, or as the signal's reason.
 *
 * @param {File} file
 * @param {{ signal: AbortSignal, onProgress: (share: number) => void }} how `share` is of the bytes that are sent, 0 to 1
 * @returns {Promise<AddImagesResult>}
 */
export async function sendFile(file, how) {
  const request = await post(file, how).catch((error) => blameFile(error, [file]))
  const { status, responseText } = request
  const headers = { get: (/** @type {string} */ name) => request.getResponseHeader(name) }
  if (status >= 300) throw toProblemError(status, responseText, headers)
  return parseAnswer(status, responseText, headers)
}

/**
 * @param {File} file
 * @param {{ signal: AbortSignal, onProgress: (share: number) => void }} how
 * @returns {Promise<XMLHttpRequest>} answered
 */
function post(file, { signal, onProgress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/images')
    const key = readApiKey()
    if (key !== null) request.setRequestHeader('authorization', `Bearer ${key}`)
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total))
    request.addEventListener('load', () => resolve(request))
    request.addEventListener('error', () => reject(new UnreachableError('The service does not answer')))
    request.addEventListener('abort', () => reject(signal.reason))
    signal.addEventListener('abort', () => request.abort())
    const body = new FormData()
    body.append('image', file)
    request.send(body)
  })
}
