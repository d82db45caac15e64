// The dialog that tells the request behind the page, as curl: the page shows nothing that the contract does not give.

/** @import { ApiRequest } from '../requests/search-request.js' */
import { listenForClosing } from '../dialog.js'
import { byId } from '../dom.js'
import { drawCommands } from './commands.js'

export function createRequestDialog() {
  const dialog = byId('request-dialog', HTMLDialogElement)
  listenForClosing(dialog, 'close-request')

  /** @param {ApiRequest} request */
  function open(request) {
    drawCommands(byId('request-commands', HTMLElement), [['The request behind the pictures', request]])
    byId('request-files', HTMLElement).hidden = !request.files
    dialog.showModal()
  }

  return { open, close: () => dialog.close() }
}
