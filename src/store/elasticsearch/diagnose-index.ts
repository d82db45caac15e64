// Which indexes a store has on the cluster, whether the aliases that lead to them are there, and whether its model's is among
// them. diagnose-store.ts asks; index-family.ts says what belongs together.
import type { VectorSpace } from '../../embedder/embedder.ts'
import { diagnoseMigration, diagnoseSpace, type IndexOfSpace } from '../diagnose-space.ts'
import { count, type Finding, failure, ok, warning } from '../diagnosis.ts'
import { isSameSpace } from '../vector-space.ts'
import type { Engine } from './engine.ts'
import type { FamilyIndex } from './index-family.ts'
import { writeAliasOf } from './index-names.ts'
import type { IndexMeta } from './index-shape.ts'
import { findServing } from './serving-alias.ts'
import { hasSharedState, stateAliasOf, stateIndexOf } from './shared-state.ts'

/** Of the index that a store's indexes share: whether it is there, and with it the alias that its writes go through. */
export type StateIndex = 'there' | 'without alias' | 'missing'

export async function findState(engine: Engine, store: string): Promise<StateIndex> {
  if (!(await hasSharedState(engine, store))) return 'missing'
  const found = await engine.call((client, options) => client.indices.getAlias({ index: stateIndexOf(store) }, options))
  const aliases = Object.values(found).flatMap((index) => Object.keys(index.aliases))
  return aliases.includes(stateAliasOf(store)) ? 'there' : 'without alias'
}

/** A store without any index of its own: new, robbed of them, or with a name that is taken. */
export async function diagnoseNoIndex(engine: Engine, store: string, state: StateIndex): Promise<Finding> {
  if (state !== 'missing') {
    return failure(
      'index',
      `the indexes of the store "${store}" are gone, and ${stateIndexOf(store)} is still there`,
      'Restore them from a snapshot, or make an empty one with `npx --no likeness index create` and ingest anew.',
    )
  }
  const holders = await findAliasHolders(engine, store)
  if (holders.length > 0) {
    return failure(
      'index',
      `"${store}" is an alias of ${holders.join(', ')}, which belongs to another store`,
      'Correct the name in STORE_URL, or remove the alias.',
    )
  }
  return warning(
    'index',
    `there is no index "${store}" yet`,
    'The first start or `npx --no likeness ingest` makes it. Where there should be one, correct the name in STORE_URL.',
  )
}

async function findAliasHolders(engine: Engine, store: string): Promise<string[]> {
  const found = await engine.call((client, options) =>
    client.indices.getAlias({ name: store }, { ...options, ignore: [404] }),
  )
  // With 404 it is an error's body.
  return Object.entries(found).flatMap(([name, value]) => (value?.aliases ? [name] : []))
}

/** Somebody has changed what is recorded in the mapping: whose vectors they are cannot be told any more. */
export function findDamagedRecords(family: readonly FamilyIndex[]): Finding[] {
  return family
    .filter(({ meta }) => meta !== null && !isWhole(meta))
    .map(({ name }) => {
      const detail = `${name}: what \`_meta.likeness\` of its mapping records of the model is damaged`
      return failure('index', detail, 'Restore the index from a snapshot, or delete it and ingest anew.')
    })
}

function isWhole({ schema_version, space }: Partial<IndexMeta>): boolean {
  return (
    Number.isInteger(schema_version) &&
    Number.isInteger(space?.dims) &&
    [space?.id, space?.imageTowerSha256, space?.preprocessing].every((part) => typeof part === 'string')
  )
}

export function diagnoseFamily(family: readonly FamilyIndex[], store: string, state: StateIndex): Finding[] {
  const serving = findServing([...family], store)
  const described = family.map((index) => `${index.name} ${describeState(index, serving)}`).join(', ')
  const findings = [
    ...findByHand(family, store, serving),
    ...family.flatMap((index) => findMissingAlias(index)),
    ...findLostState(family, store, state),
  ]
  if (serving === undefined) {
    const last = family.findLast(({ meta }) => !meta?.is_filling) ?? family.at(-1)!
    const advice = `Send the cluster POST /_aliases ${aliasAction(last.name, store)}`
    findings.push(warning('index', `none of the indexes bears the alias "${store}": ${described}`, advice))
  }
  return findings.length > 0 ? findings : [ok('index', `${count(family.length, 'index', 'indexes')}: ${described}`)]
}

function describeState(index: FamilyIndex, serving: FamilyIndex | undefined): string {
  if (index === serving) return 'serves'
  return index.meta?.is_filling ? 'is not finished' : 'is kept'
}

function findByHand(family: readonly FamilyIndex[], store: string, serving: FamilyIndex | undefined): Finding[] {
  const byHand = family.filter(({ meta }) => meta === null)
  if (byHand.length > 1) {
    const names = byHand.map(({ name }) => name).join(', ')
    return [failure('index', `"${store}" leads to several indexes: ${names}`, 'Name one of them in STORE_URL.')]
  }
  if (serving === undefined || serving.meta !== null) return []
  const detail = `${serving.name} was filled by hand: searches work, and pictures cannot be added, changed or removed`
  const others =
    family.length === 1 ? '' : `; beside it ${count(family.length - 1, 'index', 'indexes')} of this service`
  const first = serving.name === store ? '' : 'Name the index itself, not its alias, in STORE_URL. '
  return [warning('index', detail + others, `${first}Take it over with \`npx --no likeness index adopt\`.`)]
}

/** As after a restore from a snapshot without aliases: every write would fail. */
function findMissingAlias({ name, meta, aliases }: FamilyIndex): Finding[] {
  const alias = writeAliasOf(name)
  if (meta === null || aliases.includes(alias)) return []
  const detail = `${name} lacks the alias "${alias}" that writes go through`
  return [failure('index', detail, `Send the cluster POST /_aliases ${aliasAction(name, alias)}`)]
}

function aliasAction(index: string, alias: string): string {
  return JSON.stringify({ actions: [{ add: { index, alias } }] })
}

function findLostState(family: readonly FamilyIndex[], store: string, state: StateIndex): Finding[] {
  if (state === 'there' || family.every(({ meta }) => meta === null)) return []
  const index = stateIndexOf(store)
  if (state === 'without alias') {
    const alias = stateAliasOf(store)
    const detail = `${index} lacks the alias "${alias}" that writes go through`
    return [failure('index', detail, `Send the cluster POST /_aliases ${aliasAction(index, alias)}`)]
  }
  const detail = `${index}, which keeps what was removed and who uses the indexes, is gone`
  const advice =
    'Restore it from a snapshot, or make an empty one with `npx --no likeness index create`: pictures removed so far come back with the next ingest.'
  return [failure('index', detail, advice)]
}

/** A service works with an index that was filled by hand, whose model is recorded nowhere, until its own is finished. */
export function diagnoseModel(
  family: readonly FamilyIndex[],
  store: string,
  wanted: VectorSpace | null,
  migrating: string | null,
): Finding[] {
  const serving = findServing([...family], store)
  const known = family.flatMap(({ name, meta }): IndexOfSpace[] =>
    meta === null
      ? []
      : [{ name, space: meta.space, isServing: name === serving?.name, isFilling: meta.is_filling ?? false }],
  )
  const migration = diagnoseMigration(known, migrating)
  const hasOwn = known.some(({ space, isFilling }) => !isFilling && wanted !== null && isSameSpace(space, wanted))
  const byHand = family.find(({ meta }) => meta === null)
  if (!byHand || hasOwn) return [...migration, ...diagnoseSpace(known, wanted)]
  const advice =
    'Make sure that MODEL or MODEL_DIR is the model that it was filled with; `npx --no likeness index adopt` records it.'
  return [...migration, warning('space', `no model is recorded for ${byHand.name}`, advice)]
}
