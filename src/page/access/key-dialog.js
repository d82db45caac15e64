// Asks for the API key when the service wants one. api-key.js keeps it, api.js sends it.

import { byId } from '../dom.js'
import { keepApiKey, readApiKey } from './api-key.js'

/** @param {() => void} onKey called when a key was given */
export function createKeyDialog(onKey) {
  const dialog = byId('key-dialog', HTMLDialogElement)
  const input = byId('key', HTMLInputElement)
  const problem = byId('key-problem', HTMLElement)

  byId('key-cancel', HTMLButtonElement).addEventListener('click', () => dialog.close())
  byId('key-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault()
    keepApiKey(input.value.trim())
    input.value = ''
    dialog.close()
    onKey()
  })

  /** Opens the dialog; a key that is kept already was refused. */
  function open() {
    problem.textContent = readApiKey() === null ? '' : 'The service did not accept this key.'
    if (!dialog.open) dialog.showModal()
    input.focus()
  }

  return { open }
}
