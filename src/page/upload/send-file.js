// One picture to the service, with progress, which fetch cannot tell: by XMLHttpRequest.

/** @import { AddImagesResult } from '../../http/schemas/add-images.ts' */
import { readApiKey } from '../access/api-key.js'
import { toProblemError, UnreachableError } from '../requests/api.js'

/**
 * Failures leave as ProblemError or UnreachableError, or as the signal's reason.
 *
 * @param {File} file
 * @param {{ signal: AbortSignal, onProgress: (share: number) => void }} how `share` is of the bytes that are sent, 0 to 1
 * @returns {Promise<AddImagesResult>}
 */
export function sendFile(file, { signal, onProgress }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', '/images')
    const key = readApiKey()
    if (key !== null) request.setRequestHeader('authorization', `Bearer ${key}`)
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total))
    request.addEventListener('load', () => {
      const { status, responseText } = request
      if (status < 300) return resolve(JSON.parse(responseText))
      reject(toProblemError(status, responseText, { get: (name) => request.getResponseHeader(name) }))
    })
    request.addEventListener('error', () => reject(new UnreachableError('The service does not answer')))
    request.addEventListener('abort', () => reject(signal.reason))
    signal.addEventListener('abort', () => request.abort())
    const body = new FormData()
    body.append('image', file)
    request.send(body)
  })
}
