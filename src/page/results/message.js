// What stands in the place of the pictures when there are none: an empty library, no hit, a failure. results.js shows them.

import { readApiKey } from '../access/api-key.js'
import { element } from '../dom.js'
/** @import { Problem } from '../../http/schemas/problem.ts' */
import { keyOption } from '../requests/curl-command.js'
import { ProblemError, UnreachableError, UnreadableFileError } from '../requests/failures.js'

/**
 * The library holds no picture yet: how to change that.
 *
 * @param {() => void} onAdd
 */
export function emptyMessage(onAdd) {
  const key = readApiKey() === null ? '' : `${keyOption} `
  const upload = `curl ${key}-F image=@photo.jpg ${location.origin}/images`
  const add = element('button', { type: 'button', className: 'primary', onclick: onAdd }, 'Add pictures')
  return message(
    'No pictures yet',
    element('p', {}, 'Add some from this device, and search them at once:'),
    element('div', { className: 'actions' }, add),
    element('p', {}, 'Or a whole folder, where the service is installed:'),
    element('pre', {}, element('code', {}, 'npx --no likeness ingest')),
    element('p', {}, 'Or one over HTTP:'),
    element('pre', {}, element('code', {}, upload)),
  )
}

/**
 * @param {{ isSearch: boolean, onClearFilter: (() => void) | null }} view
 */
export function noHitsMessage({ isSearch, onClearFilter }) {
  const advice = isSearch ? 'Try other words, or search with a picture.' : 'No picture fulfils all of the filters.'
  const shown = message('Nothing found', element('p', {}, advice))
  if (onClearFilter) {
    const clear = element('button', { type: 'button', onclick: onClearFilter }, 'Remove the filters')
    shown.append(element('div', { className: 'actions' }, clear))
  }
  return shown
}

/**
 * In one sentence, for a place that has room for no more.
 *
 * @param {unknown} error
 */
export function explainShortly(error) {
  if (error instanceof ProblemError) {
    const { code, title, detail } = error.problem
    if (code === 'PAGE_TOO_DEEP')
      return 'A search shows its best 1,000 pictures. Narrow it with a filter to see others.'
    return detail ? `${title}: ${detail}` : title
  }
  return explainFault(error)[0]
}

/**
 * @param {unknown} error
 * @param {() => void} retry
 */
export function failureMessage(error, retry) {
  const again = element(
    'div',
    { className: 'actions' },
    element('button', { type: 'button', onclick: retry }, 'Try again'),
  )
  const shown =
    error instanceof ProblemError
      ? message(error.problem.title, ...explain(error.problem), again)
      : message(...explainFault(error), again)
  shown.classList.add('failure')
  shown.role = 'alert'
  return shown
}

/**
 * @param {Problem} problem
 */
function explain({ detail, errors = [], instance }) {
  const parts = [element('p', {}, detail)]
  for (const fault of errors) parts.push(element('p', {}, `${fault.pointer || 'The request'}: ${fault.detail}`))
  // The log has the bare id.
  const requestId = instance.replace(/^urn:uuid:/, '')
  if (requestId) parts.push(element('p', { className: 'request-id' }, 'Request ', element('code', {}, requestId)))
  return parts
}

/**
 * @param {unknown} error
 * @returns {[string, HTMLElement]}
 */
function explainFault(error) {
  if (error instanceof UnreachableError) {
    return ['The service does not answer', element('p', {}, 'It may be stopped or restarting, or you may be offline.')]
  }
  if (error instanceof UnreadableFileError) {
    const why = 'It was changed, moved or removed after it was picked, or it is a folder. Pick it again.'
    return [`${error.fileName} cannot be read`, element('p', {}, why)]
  }
  console.error(error)
  return ['The page failed', element('p', {}, 'The browser’s console has the cause.')]
}

/**
 * @param {string} title
 * @param {...HTMLElement} parts
 */
function message(title, ...parts) {
  return element('div', { className: 'message' }, element('h3', {}, title), ...parts)
}
