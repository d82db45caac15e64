// Pictures on their way to the service, a few at a time. A service that is busy is asked again when it says; what fails keeps its reason
// and can be tried again. Draws nothing: upload-dialog.js does.

import { askPatiently } from '../requests/api.js'
import { sendFile } from './send-file.js'

/**
 * @typedef {{ file: File, state: 'waiting' | 'sending' | 'added' | 'there' | 'failed', share: number, error?: unknown }} Upload
 */

/** As many as keep the service at work while the next is sent. */
const atOnceMax = 2
const retriesMax = 5

/** @param {(upload: Upload) => void} onChange */
export function createUploadQueue(onChange) {
  /** @type {Upload[]} */
  const uploads = []
  let running = new AbortController()
  let sending = 0

  /** @param {File[]} files */
  function add(files) {
    for (const file of files) {
      /** @type {Upload} */
      const upload = { file, state: 'waiting', share: 0 }
      uploads.push(upload)
      onChange(upload)
    }
    work()
  }

  function work() {
    while (sending < atOnceMax) {
      const upload = uploads.find(({ state }) => state === 'waiting')
      if (!upload) return
      sending += 1
      change(upload, { state: 'sending', share: 0, error: undefined })
      send(upload, running.signal).finally(() => {
        sending -= 1
        work()
      })
    }
  }

  /**
   * @param {Upload} upload
   * @param {AbortSignal} signal
   */
  async function send(upload, signal) {
    const onProgress = (/** @type {number} */ share) => change(upload, { share })
    const ask = () => sendFile(upload.file, { signal, onProgress })
    try {
      const { results } = await askPatiently(ask, { retriesMax, signal })
      const status = results[0]?.status
      const isNew = status === 'created' || status === 'updated'
      change(upload, { state: isNew ? 'added' : 'there', share: 1 })
    } catch (error) {
      change(upload, { state: 'failed', error })
    }
  }

  /**
   * @param {Upload} upload
   * @param {Partial<Upload>} what
   */
  function change(upload, what) {
    Object.assign(upload, what)
    onChange(upload)
  }

  function retryFailed() {
    for (const upload of uploads) if (upload.state === 'failed') change(upload, { state: 'waiting', error: undefined })
    work()
  }

  /** What is on its way is given up, and what waits. */
  function cancel() {
    const reason = new DOMException('Cancelled', 'AbortError')
    running.abort(reason)
    running = new AbortController()
    for (const upload of uploads) if (upload.state === 'waiting') change(upload, { state: 'failed', error: reason })
  }

  /** Those that are done are let go. */
  function clear() {
    if (uploads.every(({ state }) => state !== 'waiting' && state !== 'sending')) uploads.length = 0
  }

  return { add, retryFailed, cancel, clear, all: () => /** @type {readonly Upload[]} */ (uploads) }
}
