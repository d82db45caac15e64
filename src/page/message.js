// What stands in the place of the pictures when there are none: an empty library, no hit, a failure. results.js shows them.

/** @import { Problem } from '../http/schemas/problem.ts' */
import { ProblemError, UnreachableError } from './api.js'
import { element } from './dom.js'

/** The library holds no picture yet: how to change that. */
export function emptyMessage() {
  const upload = `curl -F image=@photo.jpg ${location.origin}/images`
  return message(
    'No pictures yet',
    element('p', {}, 'Add a folder of pictures, where the service is installed:'),
    element('pre', {}, element('code', {}, 'npx --no likeness ingest')),
    element('p', {}, 'or send one over HTTP:'),
    element('pre', {}, element('code', {}, upload)),
    element('p', {}, 'Then reload this page.'),
  )
}

export function noHitsMessage() {
  return message('Nothing found', element('p', {}, 'Try other words, or search with a picture.'))
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
