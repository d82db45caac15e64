// What `likeness doctor` finds between this machine and a cluster: who answers, whether it lets us in, what it may tell us. Against
// a double, as the engine of the tests has no security and is of one version. No finding shows a secret.
import { X509Certificate } from 'node:crypto'
import t, { type Test } from 'tap'
import type { Finding } from '../../../src/store/diagnosis.ts'
import { diagnoseStore } from '../../../src/store/open-store.ts'
import type { StoreAccess } from '../../../src/store/store-adapter.ts'
import { sampleSpace } from '../sample-images.ts'
import {
  type EngineDouble,
  type EngineRequest,
  engineError,
  type Reply,
  readTlsFile,
  startEngineDouble,
} from './engine-double.ts'

const apiKey = 'a2V5OnMzY3JldA=='
const password = 's3cret:Päss@'
const basic = Buffer.from(`finder:${password}`).toString('base64')
const secrets = [apiKey, password, encodeURIComponent(password), basic, 'finder']
const fingerprintOf = (name: string) => new X509Certificate(readTlsFile(name)).fingerprint256

async function diagnose(t: Test, url: string, access: Partial<StoreAccess> = {}): Promise<Finding[]> {
  const storeUrl = `${url.replace('://', `://finder:${encodeURIComponent(password)}@`)}/pictures`
  const options = { apiKey, caFingerprint: null, timeoutMs: 2_000, ...access }
  const findings = await diagnoseStore(storeUrl, { space: sampleSpace(8), access: options })
  const told = JSON.stringify(findings)
  t.strictSame(
    secrets.filter((secret) => told.includes(secret)),
    [],
    'no secret is told',
  )
  return findings
}

const gib = 1024 ** 3

/** What a cluster answers that holds no index of ours; each path can be given another answer. */
type Cluster = { version?: string; freeGib?: number; settings?: Record<string, string>; others?: Record<string, Reply> }

function clusterOf({ version = '9.5.3', freeGib = 60, settings = {}, others = {} }: Cluster = {}) {
  const node = { name: 'node-1', version, roles: ['data_hot', 'master'] }
  const disk = { total_in_bytes: 100 * gib, available_in_bytes: freeGib * gib }
  const prefix = 'cluster.routing.allocation.disk'
  const defaults = {
    [`${prefix}.threshold_enabled`]: 'true',
    [`${prefix}.watermark.low`]: '85%',
    [`${prefix}.watermark.high`]: '90%',
    [`${prefix}.watermark.flood_stage`]: '95%',
  }
  const answers: Record<string, Reply> = {
    '/_nodes/_local/_none': { body: { nodes: { x: { name: 'node-1' } } } },
    '/_nodes/_all/_none': { body: { nodes: { x: node } } },
    '/pictures,pictures-v*': { body: {} },
    '/pictures-state': { status: 404, body: '' },
    '/_alias/pictures': engineError(404, 'aliases_not_found_exception', 'alias [pictures] missing'),
    '/_cluster/settings': {
      body: {
        persistent: Object.fromEntries(Object.entries(settings).map(([name, value]) => [`${prefix}.${name}`, value])),
        transient: {},
        defaults,
      },
    },
    '/_nodes/data:true/stats/fs': { body: { nodes: { x: { name: 'node-1', fs: { total: disk } } } } },
    ...others,
  }
  return ({ path }: EngineRequest): Reply =>
    answers[decodeURIComponent(path)] ?? engineError(400, 'illegal_argument_exception', `no answer to ${path}`)
}

/** The one finding about the connection, and that there is no other. */
async function connectionFinding(t: Test, double: EngineDouble, access: Partial<StoreAccess> = {}): Promise<Finding> {
  const findings = await diagnose(t, double.url, access)
  t.equal(findings.length, 1, 'nothing else is guessed at')
  t.match(findings[0], { check: 'cluster', verdict: 'failure' })
  return findings[0]!
}

t.test('a cluster that answers everything has no other finding than that the store is new', async (t) => {
  const double = await startEngineDouble(t, clusterOf())
  const findings = await diagnose(t, double.url)
  t.strictSame(
    findings.map(({ check, verdict }) => `${check}: ${verdict}`),
    ['cluster: ok', 'version: ok', 'index: warning', 'disk: ok'],
  )
  t.ok(double.requests.every(({ authorization }) => authorization === `ApiKey ${apiKey}`))
  t.ok(
    double.requests.every(({ method }) => method === 'GET' || method === 'HEAD'),
    'it only reads',
  )
})

t.test('credentials that are refused are told, not taken for a cluster that is away', async (t) => {
  const refuse = ({ authorization }: EngineRequest) =>
    engineError(
      401,
      'security_exception',
      `unable to authenticate user [finder] by [${authorization}] or [${password}]`,
    )
  const double = await startEngineDouble(t, refuse)
  const finding = await connectionFinding(t, double)
  t.match(finding, { detail: /the credentials are refused \(401\)$/, advice: /STORE_API_KEY/ })
  t.equal(double.requests.length, 1, 'it asks once')
})

t.test('what answers and is not Elasticsearch is told', async (t) => {
  const foreign = { 'x-elastic-product': '', 'content-type': 'text/html' }
  const cases: [Reply, RegExp][] = [
    [{ body: { nodes: {} }, headers: foreign }, /what answers is not Elasticsearch$/],
    [{ status: 404, body: '<html>nothing</html>', headers: foreign }, /what answers, with 404, is not Elasticsearch$/],
    [{ status: 502, body: `<html>${password}</html>`, headers: foreign }, /a proxy answers with 502$/],
    [engineError(503, 'x', 'not yet'), /it answers with 503$/],
    [{ body: '{"nodes":' }, /what answers is not Elasticsearch$/],
    ['drop', /it closes the connection$/],
    ['stall', /no answer within 500 ms$/],
  ]
  for (const [reply, detail] of cases) {
    const double = await startEngineDouble(t, () => reply)
    t.match(await connectionFinding(t, double, { timeoutMs: 500 }), { detail })
  }
})

t.test('certificates that are not trusted are told, with how to trust the right one', async (t) => {
  const authority = fingerprintOf('authority.pem')
  const cases = [
    { certificate: 'server', caFingerprint: null, detail: /of no authority that this machine knows$/ },
    {
      certificate: 'server',
      caFingerprint: fingerprintOf('other-authority.pem'),
      detail: /not of the authority in STORE_CA_FINGERPRINT$/,
    },
    { certificate: 'other-host', caFingerprint: authority, detail: /for another host name$/ },
    { certificate: 'expired', caFingerprint: authority, detail: /has expired or is not valid yet$/ },
    { certificate: 'forged', caFingerprint: authority, detail: /of no authority that this machine knows$/ },
  ] as const
  for (const { certificate, caFingerprint, detail } of cases) {
    const double = await startEngineDouble(t, clusterOf(), { certificate })
    const finding = await connectionFinding(t, double, { caFingerprint })
    t.match(finding, { detail, advice: /STORE_CA_FINGERPRINT/ })
    t.strictSame(double.requests, [], 'it was sent nothing')
  }
  const trusted = await startEngineDouble(t, clusterOf(), { certificate: 'server' })
  t.match(await diagnose(t, trusted.url, { caFingerprint: authority }), [{ check: 'cluster', verdict: 'ok' }])
})

t.test('http where https is spoken, and the other way round, is told', async (t) => {
  const plain = await startEngineDouble(t, clusterOf())
  const asTls = { ...plain, url: plain.url.replace('http:', 'https:') }
  t.match(await connectionFinding(t, asTls), { detail: /does not speak TLS$/, advice: /write http:/ })
  const tls = await startEngineDouble(t, clusterOf(), { certificate: 'server' })
  const asPlain = { ...tls, url: tls.url.replace('https:', 'http:') }
  t.match(await connectionFinding(t, asPlain), { detail: /closes the connection$/, advice: /start with https:/ })
  const pinned = await connectionFinding(t, plain, { caFingerprint: fingerprintOf('authority.pem') })
  t.match(pinned, { detail: /STORE_CA_FINGERPRINT .* https:/ })
})

/** As version 8 answers a client that asks in the form of version 9. */
function versionEight(request: EngineRequest): Reply {
  if (request.accept === 'application/json') return clusterOf({ version: '8.19.2' })(request)
  return engineError(400, 'media_type_header_exception', 'Invalid media-type value on headers [Accept]')
}

t.test('a version that is too old is told, even one that refuses the form of the requests', async (t) => {
  const minor = await startEngineDouble(t, clusterOf({ version: '9.2.4' }))
  const findings = await diagnose(t, minor.url)
  t.match(findings[1], { check: 'version', verdict: 'failure', detail: /9\.2\.4.* older than 9\.3/ })
  t.equal(findings.length, 4, 'the rest is looked at all the same')

  const major = await startEngineDouble(t, versionEight)
  const old = await diagnose(t, major.url)
  t.match(old, [
    { check: 'cluster', verdict: 'ok' },
    { check: 'version', verdict: 'failure', detail: /8\.19\.2/, advice: 'Upgrade the cluster to 9.3 or newer.' },
  ])
  t.equal(old.length, 2, 'no answer can be had to the rest')
})

t.test('what the credentials do not allow is a warning, and the rest is looked at', async (t) => {
  const forbid = (action: string) =>
    engineError(403, 'security_exception', `action [${action}] is unauthorized for API key id [x] of user [finder]`)
  const double = await startEngineDouble(
    t,
    clusterOf({
      others: {
        '/_nodes/_local/_none': forbid('cluster:monitor/nodes/info'),
        '/_nodes/_all/_none': forbid('cluster:monitor/nodes/info'),
        '/_nodes/data:true/stats/fs': forbid('cluster:monitor/nodes/stats'),
      },
    }),
  )
  const findings = await diagnose(t, double.url)
  const detail = 'could not be looked at: the credentials do not allow it (403)'
  t.match(findings, [
    { check: 'cluster', verdict: 'ok' },
    { check: 'version', verdict: 'warning', detail, advice: /`monitor`/ },
    { check: 'index', verdict: 'warning', detail: /there is no index/ },
    { check: 'disk', verdict: 'warning', detail, advice: /`monitor`/ },
  ])
})

t.test('that the indexes cannot be looked at is a failure; an API that is not there is a warning', async (t) => {
  const handler = { status: 400, body: { error: 'no handler found for uri [/_cluster/settings] and method [GET]' } }
  const noMaster = engineError(503, 'cluster_block_exception', 'blocked by: [SERVICE_UNAVAILABLE/2/no master];')
  const others = { '/_cluster/settings': handler, '/pictures,pictures-v*': noMaster }
  const double = await startEngineDouble(t, clusterOf({ others }))
  const findings = await diagnose(t, double.url)
  t.match(findings.slice(2), [
    { check: 'index', verdict: 'failure', detail: 'could not be looked at: The cluster has no master just now.' },
    { check: 'disk', verdict: 'warning', detail: 'could not be looked at: this cluster does not have the API' },
  ])
})

t.test('disks beyond a watermark are told, with what the engine does then', async (t) => {
  const find = async (cluster: Cluster) => {
    const double = await startEngineDouble(t, clusterOf(cluster))
    return (await diagnose(t, double.url)).find(({ check }) => check === 'disk')
  }
  t.match(await find({ freeGib: 60 }), {
    verdict: 'ok',
    detail: 'node-1: 60.0 GiB of 100.0 GiB free, 40% used (watermarks 85%, 90%, 95%)',
  })
  t.match(await find({ freeGib: 12 }), { verdict: 'warning', detail: /beyond the low watermark, so the node gets no/ })
  t.match(await find({ freeGib: 8 }), {
    verdict: 'warning',
    detail: /beyond the high watermark, so its shards are moved/,
  })
  t.match(await find({ freeGib: 4 }), {
    verdict: 'failure',
    detail: /beyond the flood stage watermark, so indexes with a shard there take no writes$/,
    advice: /^Make room on that node/,
  })
  const absolute = { 'watermark.low': '80gb', 'watermark.high': '50gb', 'watermark.flood_stage': '10gb' }
  t.match(await find({ freeGib: 60, settings: absolute }), {
    verdict: 'warning',
    detail: /\(watermarks 80gb, 50gb, 10gb\): beyond the low watermark/,
  })
  t.match(await find({ freeGib: 4, settings: { threshold_enabled: 'false' } }), {
    verdict: 'warning',
    detail: /\(watermarks 85%, 90%, 95%, not enforced\): beyond the flood stage watermark$/,
    advice: /threshold_enabled/,
  })
  const silent = { '/_nodes/data:true/stats/fs': { body: { nodes: { x: { name: 'node-1' } } } } }
  t.match(await find({ others: silent }), { verdict: 'warning', detail: /does not tell how full its disks are/ })
})
