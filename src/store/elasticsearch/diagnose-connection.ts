// Whether the nodes that STORE_URL names can be reached, each alone, and what hinders it. diagnose-store.ts asks first: without
// an answer nothing else can be looked at.
import { errors } from '@elastic/elasticsearch'
import { isLikenessError } from '../../errors.ts'
import { type Finding, failure, ok, warning } from '../diagnosis.ts'
import type { StoreAccess } from '../store-adapter.ts'
import { createEngine, type Engine } from './engine.ts'
import type { StoreAddress } from './store-address.ts'

type Fault = { wrong: string; advice: string }

export type NodeAnswer = {
  /** As STORE_URL names it. */
  node: string
  /** Null for a node that answers. */
  fault: Fault | null
}

/** Asked for JSON of no version, also engines answer that are too old for this client, and so can be told apart. */
export const anyVersion = { headers: { accept: 'application/json' } }

/** Asks each node of the address, all at once and each once. */
export async function probeNodes(address: StoreAddress, access: StoreAccess): Promise<NodeAnswer[]> {
  return Promise.all(
    address.nodes.map(async (node) => ({ node, fault: await findFault({ ...address, nodes: [node] }, access) })),
  )
}

async function findFault(address: StoreAddress, access: StoreAccess): Promise<Fault | null> {
  let engine: Engine | undefined
  const look = { node_id: '_local', metric: '_none', filter_path: 'nodes.*.name' } as const
  try {
    engine = createEngine(address, access)
    return await engine.call((client, options) =>
      client.nodes.info(look, { ...options, ...anyVersion, maxRetries: 0 }).then(
        () => null,
        (error) => describeFault(error, access),
      ),
    )
  } catch (error) {
    if (isLikenessError(error, 'CONFIG_INVALID')) return { wrong: error.message, advice: faults.settings }
    if (isLikenessError(error)) return toTimedOut(access)
    throw error
  } finally {
    await engine?.close()
  }
}

const faults = {
  settings: 'Correct the settings of the store.',
  timeout:
    'See whether the node is overloaded, or a firewall swallows the packets; raise STORE_TIMEOUT_MS for a far one.',
  credentials:
    'Correct user and password in STORE_URL, or STORE_API_KEY, which is sent in their place; a key may have run out.',
  notElasticsearch:
    'Correct host and port in STORE_URL. Products that were derived from Elasticsearch are not Elasticsearch.',
  proxy: 'Look at the proxy in front of the cluster, or name a node of it in STORE_URL.',
  failing: 'Look into the log of that node.',
  certificate:
    'Set STORE_CA_FINGERPRINT to the SHA-256 of the cluster’s certificate authority, which `openssl x509 -fingerprint -sha256 -noout -in http_ca.crt` prints, and call the node by a name that is in its certificate.',
  tls: 'STORE_URL starts with https:, but this port does not speak TLS: write http:, or correct the port.',
  closed: 'Where this port speaks TLS, STORE_URL must start with https:.',
  connection:
    'Start Elasticsearch there, or correct host and port in STORE_URL; inside a container localhost is the container itself.',
}

/** Null for an answer, even one that refuses what this user asks for: the node is there. */
function describeFault(error: unknown, access: StoreAccess): Fault | null {
  if (error instanceof errors.TimeoutError || error instanceof errors.RequestAbortedError) {
    return toTimedOut(access)
  }
  if (error instanceof errors.ProductNotSupportedError || error instanceof errors.DeserializationError) {
    return { wrong: 'what answers is not Elasticsearch', advice: faults.notElasticsearch }
  }
  if (error instanceof errors.ResponseError) return describeResponse(error)
  return describeConnection(String((error as Error).message))
}

function toTimedOut({ timeoutMs }: StoreAccess): Fault {
  return { wrong: `no answer within ${timeoutMs} ms`, advice: faults.timeout }
}

/** By the form of the answer's body: of failures the client keeps no headers, so that none of them can tell a secret. */
function describeResponse({ statusCode = 0, body }: errors.ResponseError): Fault | null {
  if (statusCode === 401) return { wrong: 'the credentials are refused (401)', advice: faults.credentials }
  if (typeof body?.error?.type === 'string') {
    return statusCode < 500 ? null : { wrong: `it answers with ${statusCode}`, advice: faults.failing }
  }
  if (statusCode >= 502) return { wrong: `a proxy answers with ${statusCode}`, advice: faults.proxy }
  return { wrong: `what answers, with ${statusCode}, is not Elasticsearch`, advice: faults.notElasticsearch }
}

/** By the texts of Node's sockets and of OpenSSL, in this order. */
const connectionFaults: [RegExp, string, string][] = [
  [/expired|not valid yet/i, 'its certificate has expired or is not valid yet', faults.certificate],
  [/altname|another host name/i, 'its certificate is for another host name', faults.certificate],
  [/fingerprint/i, 'its certificate is not of the authority in STORE_CA_FINGERPRINT', faults.certificate],
  [/certificate|self-signed|CERT_/i, 'its certificate is of no authority that this machine knows', faults.certificate],
  [/wrong version number|packet length|EPROTO|ssl/i, 'it does not speak TLS', faults.tls],
  [/other side closed|socket hang up|ECONNRESET|HPE_|parse error/i, 'it closes the connection', faults.closed],
  [/ECONNREFUSED/, 'no connection: nobody listens there (ECONNREFUSED)', faults.connection],
  [/ENOTFOUND|EAI_AGAIN/, 'no connection: the host name has no address', faults.connection],
  [/EHOSTUNREACH|ENETUNREACH/, 'no connection: there is no way to that network', faults.connection],
  [/ETIMEDOUT|timeout/i, 'no connection within the time limit', faults.timeout],
]

function describeConnection(text: string): Fault {
  const [, wrong = 'no connection', advice = faults.connection] = connectionFaults.find(([is]) => is.test(text)) ?? []
  return { wrong, advice }
}

/** Which of the nodes answer; the advice is that of the first that does not. */
export function toConnectionFinding(answers: readonly NodeAnswer[]): Finding {
  const living = answers.filter(({ fault }) => fault === null)
  const [missing] = answers.filter(({ fault }) => fault !== null)
  if (!missing) {
    const names = living.map(({ node }) => hostOf(node)).join(', ')
    return ok('cluster', living.length === 1 ? `${names} answers` : `all ${living.length} nodes answer: ${names}`)
  }
  const each = answers.map(({ node, fault }) => `${hostOf(node)}: ${fault?.wrong ?? 'answers'}`).join('; ')
  if (answers.length === 1) return failure('cluster', each, missing.fault!.advice)
  const detail = `${living.length} of the ${answers.length} nodes in STORE_URL ${living.length === 1 ? 'answers' : 'answer'}; ${each}`
  return (living.length === 0 ? failure : warning)('cluster', detail, missing.fault!.advice)
}

/** Host and port alone; user and password are no part of the nodes, and a path may tell of a proxy’s inside. */
function hostOf(node: string): string {
  return new URL(node).host
}
