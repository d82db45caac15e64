// Requests written as curl lines, each with a button that copies it. The viewer and the dialog of the request show them.

/** @import { ApiRequest } from '../requests/search-request.js' */
import { readApiKey } from '../access/api-key.js'
import { element } from '../dom.js'
import { toCurl } from '../requests/curl-command.js'

/**
 * @param {HTMLElement} area
 * @param {[title: string, ApiRequest][]} requests
 */
export function drawCommands(area, requests) {
  const service = { origin: location.origin, hasKey: readApiKey() !== null }
  area.replaceChildren(...requests.flatMap(([title, request]) => createCommand(title, toCurl(request, service))))
}

/**
 * @param {string} title
 * @param {string} line
 */
function createCommand(title, line) {
  const code = element('code', {}, line)
  // It scrolls sideways, which the keyboard must reach, too.
  const shown = element('pre', { tabIndex: 0, role: 'region', ariaLabel: `${title}, as curl` }, code)
  const copy = element('button', { type: 'button', className: 'quiet', ariaLabel: `Copy: ${title}` }, 'Copy')
  const done = element('span', { className: 'visually-hidden', role: 'status' })
  copy.addEventListener('click', async () => {
    const isCopied = await copyText(line, code)
    copy.textContent = isCopied ? 'Copied' : 'Selected'
    done.textContent = isCopied ? 'Copied' : 'The line is selected'
  })
  return [element('div', { className: 'command-head' }, element('h3', {}, title), copy, done), shown]
}

/**
 * Browsers give the clipboard to pages that came safely only; elsewhere the text is selected, for the visitor's own copying.
 *
 * @param {string} text
 * @param {HTMLElement} shown
 */
async function copyText(text, shown) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    getSelection()?.selectAllChildren(shown)
    return false
  }
}
