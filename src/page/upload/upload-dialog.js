// The dialog that adds pictures to the library: a line for each file with its progress, and what became of it. It may be closed meanwhile;
// the button in the header tells how far it is. upload-queue.js does the work.

/** @import { Upload } from './upload-queue.js' */
import { listenForClosing } from '../dialog.js'
import { byId, element } from '../dom.js'
import { ProblemError } from '../requests/failures.js'
import { explainShortly } from '../results/message.js'
import { createUploadQueue } from './upload-queue.js'

/** @typedef {{ item: HTMLLIElement, progress: HTMLProgressElement, says: HTMLElement }} Line */

/** @param {{ onAdded: () => void, onShow: () => void, onKeyNeeded: () => void }} actions */
export function createUploadDialog({ onAdded, onShow, onKeyNeeded }) {
  const dialog = byId('upload-dialog', HTMLDialogElement)
  const list = byId('upload-list', HTMLUListElement)
  const status = byId('upload-status', HTMLElement)
  const retry = byId('retry-upload', HTMLButtonElement)
  const cancel = byId('cancel-upload', HTMLButtonElement)
  const show = byId('show-added', HTMLButtonElement)
  const input = byId('upload-files', HTMLInputElement)
  /** @type {Map<Upload, Line>} */
  const lines = new Map()
  const queue = createUploadQueue(change)
  let isWorking = false

  listenForClosing(dialog, 'close-upload')
  dialog.addEventListener('close', () => {
    queue.clear()
    if (queue.all().length > 0) return
    lines.clear()
    list.replaceChildren()
    drawStatus()
  })
  input.addEventListener('change', () => {
    add([...(input.files ?? [])])
    input.value = ''
  })
  retry.addEventListener('click', queue.retryFailed)
  cancel.addEventListener('click', queue.cancel)
  show.addEventListener('click', () => {
    dialog.close()
    onShow()
  })
  addEventListener('beforeunload', (event) => isWorking && event.preventDefault())

  function open() {
    if (!dialog.open) dialog.showModal()
  }

  /** @param {File[]} files */
  function add(files) {
    open()
    queue.add(files)
  }

  /** @param {Upload} upload */
  function change(upload) {
    const line = lines.get(upload) ?? createLine(upload)
    const { state, share } = upload
    line.item.dataset.state = state
    line.progress.hidden = state !== 'sending' && state !== 'waiting'
    // Sent whole, it is being looked at: nobody knows how long.
    if (state === 'sending' && share === 1) line.progress.removeAttribute('value')
    else line.progress.value = share
    const says = sayState(upload)
    if (line.says.textContent !== says) line.says.textContent = says
    if (state === 'failed' && upload.error instanceof ProblemError && upload.error.problem.status === 401) {
      onKeyNeeded()
    }
    drawStatus()
  }

  /** @param {Upload} upload */
  function createLine(upload) {
    const { name } = upload.file
    const progress = element('progress', { max: 1, ariaLabel: name })
    const says = element('span', { className: 'upload-says' })
    const item = element('li', {}, element('span', { className: 'upload-name', title: name }, name), progress, says)
    const line = { item, progress, says }
    lines.set(upload, line)
    list.append(item)
    return line
  }

  function drawStatus() {
    const all = queue.all()
    const count = (/** @type {Upload['state'][]} */ ...states) =>
      all.filter(({ state }) => states.includes(state)).length
    const [open, added, there, failed] = [count('waiting', 'sending'), count('added'), count('there'), count('failed')]
    const wasWorking = isWorking
    isWorking = open > 0
    retry.hidden = failed === 0 || isWorking
    cancel.hidden = !isWorking
    show.hidden = added + there === 0 || isWorking
    const done = all.length - open
    byId('upload-badge', HTMLElement).textContent = isWorking ? `${done} of ${all.length}` : ''
    // Said once at the start and once at the end: each file would be too much to listen to.
    if (isWorking && !wasWorking) status.textContent = 'Adding pictures…'
    if (!isWorking) status.textContent = all.length === 0 ? '' : sayResult({ added, there, failed })
    if (wasWorking && !isWorking && added > 0) onAdded()
  }

  return { open, add }
}

/** @param {Upload} upload */
function sayState({ state, share, error }) {
  if (state === 'waiting') return 'Waiting'
  if (state === 'sending') return share === 1 ? 'Looking at it…' : `${Math.floor(share * 100)} %`
  if (state === 'added') return 'Added'
  if (state === 'there') return 'Was there already'
  return error instanceof DOMException && error.name === 'AbortError' ? 'Cancelled' : explainShortly(error)
}

/** @param {{ added: number, there: number, failed: number }} counts */
function sayResult({ added, there, failed }) {
  const says = [`${added} added`]
  if (there > 0) says.push(`${there} there already`)
  if (failed > 0) says.push(`${failed} failed`)
  return `${says.join(', ')}.`
}
