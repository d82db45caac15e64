// The API key of this tab: kept in sessionStorage only, so that it is gone when the tab is. api.js sends it,
// key-dialog.js asks for it.

const storageKey = 'likeness.api-key'

/** @returns {string | null} */
export function readApiKey() {
  return sessionStorage.getItem(storageKey)
}

/** @param {string} key */
export function keepApiKey(key) {
  sessionStorage.setItem(storageKey, key)
}
