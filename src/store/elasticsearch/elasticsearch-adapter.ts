// Makes Elasticsearch stores known to the registry (../open-store.ts): `http:` and `https:` addresses of a cluster, and
// `cloud:` ones of a hosted deployment. The client is loaded only when such a store is opened.
import { createError } from '../../errors.ts'
import type { StoreAccess, StoreAdapter } from '../store-adapter.ts'
import { parseStoreAddress, type StoreAddress } from './store-address.ts'

const examples: Record<string, string> = {
  http: 'http://127.0.0.1:9200/my-image-embeddings',
  https: 'https://user:password@host:9200/my-image-embeddings',
  cloud: 'cloud:NAME:ID/my-image-embeddings',
}

/** Where the address says it all. */
const defaultAccess: StoreAccess = { apiKey: null, caFingerprint: null, timeoutMs: 10_000 }

export const elasticsearchAdapters: readonly StoreAdapter[] = Object.entries(examples).map(([scheme, example]) => ({
  scheme,
  example,
  accepts: (url) => parseStoreAddress(url) !== null,
  folderOf: () => null,
  async open(url, { space, access = defaultAccess }) {
    const { createElasticsearchStore } = await import('./elasticsearch-store.ts')
    return createElasticsearchStore({ address: requireAddress(url, example), space, access })
  },
  async openLife(url, { access = defaultAccess }) {
    const { createElasticsearchLife } = await import('./elasticsearch-life.ts')
    return createElasticsearchLife(requireAddress(url, example), access)
  },
  async diagnose(url, { space, access = defaultAccess }) {
    const { diagnoseElasticsearch } = await import('./diagnose-store.ts')
    return diagnoseElasticsearch(requireAddress(url, example), access, space)
  },
  // Any number of instances may work on one cluster.
  findOwner: () => null,
  announceOwner: () => {},
}))

/** The URL is not repeated: it may hold a password. */
function requireAddress(url: string, example: string): StoreAddress {
  const address = parseStoreAddress(url)
  if (address !== null) return address
  throw createError('CONFIG_INVALID', `STORE_URL names no index of a cluster. Accepted: \`${example}\`.`)
}
