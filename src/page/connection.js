// Says when the browser is offline, and acts when it is back.

import { byId } from './dom.js'

/** @param {() => void} onBack */
export function watchConnection(onBack) {
  const banner = byId('offline', HTMLElement)
  const show = () => {
    banner.textContent = navigator.onLine
      ? ''
      : 'You are offline. What you see may be old; searching goes on when you are back.'
  }
  addEventListener('offline', show)
  addEventListener('online', () => {
    show()
    onBack()
  })
  show()
}
