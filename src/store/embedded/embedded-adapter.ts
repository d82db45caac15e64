// Makes the embedded store known to the registry (../open-store.ts): `file:` URLs, and who owns the folder.
import { resolve } from 'node:path'
import { createError } from '../../errors.ts'
import type { StoreAdapter } from '../store-adapter.ts'
import { createEmbeddedStore } from './embedded-store.ts'
import { announceOwnerUrl, findOwner } from './owner-lock.ts'

const example = 'file:./data'

export const embeddedAdapter: StoreAdapter = {
  scheme: 'file',
  example,
  accepts: (url) => pathOf(url) !== null,
  open: (url, { space, workers }) => createEmbeddedStore({ folder: folderOf(url), space, workers }),
  findOwner: (url) => findOwner(folderOf(url)),
  announceOwner: (url, serviceUrl) => announceOwnerUrl(folderOf(url), serviceUrl),
}

/** The folder of `file:./data`, `file:/var/data` or `file:///var/data`, absolute. */
function folderOf(url: string): string {
  const path = pathOf(url)
  if (path === null) {
    throw createError('CONFIG_INVALID', `STORE_URL names no folder of this machine. Accepted: \`${example}\`.`)
  }
  return resolve(path)
}

/** The path as the URL gives it; null for none, or one on another machine. */
function pathOf(url: string): string | null {
  const path = url.slice('file:'.length).replace(/^\/\/(?=\/)/, '')
  return path === '' || path.startsWith('//') ? null : path
}
