// Everything that `likeness doctor` looks at in a store on a cluster, in the order in which one thing rests on another. Nothing
// is changed. elasticsearch-adapter.ts makes it known.
import type { VectorSpace } from '../../embedder/embedder.ts'
import type { Finding } from '../diagnosis.ts'
import type { StoreAccess } from '../store-adapter.ts'
import { attemptCheck } from './attempt-check.ts'
import { probeNodes, toConnectionFinding } from './diagnose-connection.ts'
import { diagnoseDisks } from './diagnose-disk.ts'
import { diagnoseHealth } from './diagnose-health.ts'
import {
  diagnoseFamily,
  diagnoseModel,
  diagnoseNoIndex,
  findDamagedRecords,
  findState,
  type StateIndex,
} from './diagnose-index.ts'
import { diagnoseMapping } from './diagnose-mapping.ts'
import {
  diagnoseBlocks,
  diagnoseIndexSettings,
  type FlatSettings,
  isClosed,
  readIndexSettings,
} from './diagnose-settings.ts'
import { diagnoseInstances, diagnoseMemory, diagnosePending, diagnoseShards, findMigration } from './diagnose-use.ts'
import { findNodes, type NodeFacts, speaksOtherMajor, toVersionFinding } from './diagnose-version.ts'
import { createEngine, type Engine } from './engine.ts'
import { type FamilyIndex, findFamily } from './index-family.ts'
import { findServing } from './serving-alias.ts'
import { stateIndexOf } from './shared-state.ts'
import type { StoreAddress } from './store-address.ts'

/** `space` is that of the settings' model; null where it cannot be told. */
export async function diagnoseElasticsearch(
  address: StoreAddress,
  access: StoreAccess,
  space: VectorSpace | null,
): Promise<Finding[]> {
  const answers = await probeNodes(address, access)
  const reached = answers.filter(({ fault }) => fault === null).map(({ node }) => node)
  const findings = [toConnectionFinding(answers)]
  if (reached.length === 0) return findings
  const engine = createEngine({ ...address, nodes: reached }, access)
  try {
    return [...findings, ...(await diagnoseCluster(engine, address.index, space))]
  } finally {
    await engine.close()
  }
}

async function diagnoseCluster(engine: Engine, store: string, space: VectorSpace | null): Promise<Finding[]> {
  let nodes: NodeFacts[] = []
  const version = await attemptCheck('version', async () => {
    nodes = await findNodes(engine)
    return [toVersionFinding(nodes)]
  })
  if (speaksOtherMajor(nodes)) return version
  let family: FamilyIndex[] = []
  let state: StateIndex = 'missing'
  const index = await attemptCheck(
    'index',
    async () => {
      const found = await findFamily(engine, store)
      state = await findState(engine, store)
      if (found.length === 0) return [await diagnoseNoIndex(engine, store, state)]
      const damaged = findDamagedRecords(found)
      if (damaged.length > 0) return damaged
      family = found
      return diagnoseFamily(family, store, state)
    },
    { isVital: true },
  )
  const hasState = state !== 'missing'
  const dataNodes = nodes.length === 0 ? null : nodes.filter(({ holdsData }) => holdsData).length
  const indexes =
    family.length === 0 ? [] : await diagnoseIndexes(engine, { store, family, hasState, space, dataNodes })
  return [...version, ...index, ...indexes, ...(await attemptCheck('disk', () => diagnoseDisks(engine)))]
}

type Indexes = {
  store: string
  family: FamilyIndex[]
  hasState: boolean
  space: VectorSpace | null
  dataNodes: number | null
}

async function diagnoseIndexes(engine: Engine, indexes: Indexes): Promise<Finding[]> {
  const { store, family, hasState, space, dataNodes } = indexes
  const names = [...family.map(({ name }) => name), ...(hasState ? [stateIndexOf(store)] : [])]
  const tuned = new Set(family.filter(({ meta }) => meta?.before_tuning).map(({ name }) => name))
  let settings: ReadonlyMap<string, FlatSettings> = new Map()
  const findings: Finding[] = []
  const run = async (check: string, work: () => Promise<Finding[]>) => {
    findings.push(...(await attemptCheck(check, work)))
  }
  await run('space', async () => {
    return diagnoseModel(family, store, space, hasState ? await findMigration(engine, store) : null)
  })
  await run('mapping', async () => family.map((index) => diagnoseMapping(index, space)))
  await run('index settings', async () => {
    settings = await readIndexSettings(engine, names)
    return diagnoseIndexSettings(settings, { tuned, dataNodes })
  })
  await run('blocks', () => diagnoseBlocks(engine, settings))
  await run('health', () => diagnoseHealth(engine, names))
  // Nothing can be asked of an index that is closed.
  const open = family.filter(({ name }) => !isClosed(settings.get(name) ?? {}))
  const served = findServing(open, store) ?? open.at(-1)
  if (served) {
    await run('shards', () => diagnoseShards(engine, open))
    await run('memory', () => diagnoseMemory(engine, served))
    await run('pending', () => diagnosePending(engine, open))
  }
  if (hasState) await run('instances', () => diagnoseInstances(engine, store))
  return findings
}
