// Makes the embedded store known to the registry (../open-store.ts): `file:` URLs, and who owns the folder.
import { resolve } from 'node:path'
import { createError } from '../../errors.ts'
import type { StoreAdapter } from '../store-adapter.ts'
import { diagnoseEmbedded } from './diagnose-embedded.ts'
import { createEmbeddedLife } from './embedded-life.ts'
import { createEmbeddedStore } from './embedded-store.ts'
import { announceOwnerUrl, findOwner } from './owner-lock.ts'

const example = 'file:./data'

export const embeddedAdapter: StoreAdapter = {
  scheme: 'file',
  example,
  accepts: (url) => folderOf(url) !== null,
  folderOf,
  open: (url, { space, workers, catchUp }) =>
    createEmbeddedStore({ folder: requireFolder(url), space, workers, catchUp }),
  openLife: async (url) => createEmbeddedLife(requireFolder(url)),
  diagnose: async (url, { space }) => diagnoseEmbedded(requireFolder(url), space),
  findOwner: (url) => findOwner(requireFolder(url)),
  announceOwner: (url, serviceUrl) => announceOwnerUrl(requireFolder(url), serviceUrl),
}

/** The folder of `file:./data`, `file:/var/data` or `file:///var/data`, absolute; null for none, or one on another machine. */
function folderOf(url: string): string | null {
  const path = url.slice('file:'.length).replace(/^\/\/(?=\/)/, '')
  return path === '' || path.startsWith('//') ? null : resolve(path)
}

function requireFolder(url: string): string {
  const folder = folderOf(url)
  if (folder !== null) return folder
  throw createError('CONFIG_INVALID', `STORE_URL names no folder of this machine. Accepted: \`${example}\`.`)
}
