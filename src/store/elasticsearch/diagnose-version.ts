// Which version the nodes of a cluster run, and which of them hold data. diagnose-store.ts asks.
import { count, type Finding, failure, ok, warning } from '../diagnosis.ts'
import { anyVersion } from './diagnose-connection.ts'
import type { Engine } from './engine.ts'

export type NodeFacts = { name: string; version: string; holdsData: boolean }

/** The first version that takes vectors in base64, as document.ts writes them. */
const oldest = { major: 9, minor: 3 }

export async function findNodes(engine: Engine): Promise<NodeFacts[]> {
  const { nodes = {} } = await engine.call((client, options) =>
    client.nodes.info(
      { node_id: '_all', metric: '_none', filter_path: ['nodes.*.name', 'nodes.*.version', 'nodes.*.roles'] },
      { ...options, ...anyVersion },
    ),
  )
  return Object.values(nodes).map(({ name, version, roles }) => ({
    name,
    version,
    // `data`, or one of its tiers.
    holdsData: roles.some((role) => /^data(_|$)/.test(role)),
  }))
}

export function toVersionFinding(nodes: readonly NodeFacts[]): Finding {
  const versions = [...new Set(nodes.map(({ version }) => version))].sort()
  const detail = `Elasticsearch ${versions.join(' and ')} on ${count(nodes.length, 'node')}`
  const wanted = `${oldest.major}.${oldest.minor}`
  const old = nodes.filter(isTooOld)
  if (old.length > 0) {
    const names = old.map(({ name, version }) => `${name} (${version})`).join(', ')
    return failure(
      'version',
      `${detail}; ${names} ${old.length === 1 ? 'is' : 'are'} older than ${wanted}, the oldest that this service works with`,
      `Upgrade the cluster to ${wanted} or newer.`,
    )
  }
  if (versions.length > 1) {
    return warning(
      'version',
      detail,
      'Finish the upgrade: no copy of a shard can move from a newer node to an older one.',
    )
  }
  if (nodes.some(({ version }) => readVersion(version).major > oldest.major)) {
    return warning(
      'version',
      `${detail}, newer than this service knows`,
      'Use a version of this service that was made for it.',
    )
  }
  return ok('version', detail)
}

/** Whether the engine is of a major version that does not understand this client’s requests at all. */
export function speaksOtherMajor(nodes: readonly NodeFacts[]): boolean {
  return nodes.some(({ version }) => readVersion(version).major < oldest.major)
}

function isTooOld({ version }: NodeFacts): boolean {
  const { major, minor } = readVersion(version)
  return major < oldest.major || (major === oldest.major && minor < oldest.minor)
}

/** Such as `9.5.3` or `9.6.0-SNAPSHOT`. */
function readVersion(version: string): { major: number; minor: number } {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return { major, minor }
}
