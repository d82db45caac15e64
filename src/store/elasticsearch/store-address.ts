// What a STORE_URL of an Elasticsearch cluster says: where its nodes are, who asks, and the index. elasticsearch-adapter.ts
// makes such URLs known; engine.ts connects.

export type StoreAddress = {
  /** Origins with a path where a proxy has one, without user and password. */
  nodes: string[]
  /** Whether the cluster is a hosted deployment, far enough away that requests are worth compressing. */
  isHosted: boolean
  auth: { username: string; password: string } | null
  /** The name clients know: an alias of the index that serves, or an index that somebody filled by hand. */
  index: string
}

/** Leaves room for what version names add. */
const indexNameBytesMax = 200

/**
 * Reads `http://host:9200/index`, `https://user:password@a:9200,b:9200/index` (user and password once, for all nodes) or
 * `cloud:<cloud id>/index`. Null for anything else.
 */
export function parseStoreAddress(url: string): StoreAddress | null {
  const cloud = /^cloud:[^:/?#]*:([^:/?#]+)\/([^/?#]+)$/i.exec(url)
  if (cloud) return checkAddress({ nodes: readCloudId(cloud[1]!), isHosted: true, auth: null, index: cloud[2]! })
  const parts = /^(https?):\/\/(?:([^@/?#]*)@)?([^@/?#]+)((?:\/[^/?#]+)*)\/([^/?#]+)$/i.exec(url)
  if (!parts) return null
  const [, scheme, user, hosts, prefix, index] = parts
  const nodes = hosts!.split(',').map((host) => `${scheme!.toLowerCase()}://${host}${prefix}`)
  const auth = user === undefined ? null : parseUser(user)
  if (auth === undefined) return null
  return checkAddress({ nodes, isHosted: false, auth, index: index! })
}

/** A cloud id holds, in base64, a domain and the name of the deployment's engine in it: `domain$engine$kibana`. */
function readCloudId(id: string): string[] {
  const [domain = '', engine = ''] = Buffer.from(id, 'base64').toString().split('$')
  return domain === '' || engine === '' ? [] : [`https://${engine}.${domain}`]
}

function parseUser(text: string): StoreAddress['auth'] | undefined {
  const colon = text.indexOf(':')
  if (colon <= 0) return undefined
  try {
    return { username: decodeURIComponent(text.slice(0, colon)), password: decodeURIComponent(text.slice(colon + 1)) }
  } catch {
    return undefined
  }
}

/** The name of the index by Elasticsearch's own rules. */
function checkAddress(address: StoreAddress): StoreAddress | null {
  const { nodes, index } = address
  const isName = /^[^A-Z\\/*?"<>|\s,#:]+$/.test(index) && /^[^-_+.]/.test(index)
  const areNodes = nodes.length > 0 && nodes.every((node) => URL.canParse(node))
  return areNodes && isName && Buffer.byteLength(index) <= indexNameBytesMax ? address : null
}
