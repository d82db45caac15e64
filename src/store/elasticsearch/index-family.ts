// The indexes behind one STORE_URL: `my-images-v1`, `-v2`, … for one vector space each, an alias of the store's name on the
// one that serves, and one small index of the state that they share (shared-state.ts). An index that somebody filled by hand
// bears the store's name itself.
import type { estypes } from '@elastic/elasticsearch'
import type { VectorSpace } from '../../embedder/embedder.ts'
import { createError } from '../../errors.ts'
import { isSameSpace, otherSpaceError, unfinishedError } from '../vector-space.ts'
import { type FieldNames, ownFieldNames } from './document.ts'
import type { Engine } from './engine.ts'
import { isAlreadyThere, writeAliasOf } from './index-names.ts'
import {
  buildIndex,
  defaultIndexOptions,
  findForeignFields,
  type IndexMeta,
  type IndexOptions,
  isTooRecent,
  missingProperties,
  readMeta,
  readVectorField,
  schemaVersion,
} from './index-shape.ts'
import { createSharedState, hasSharedState } from './shared-state.ts'

/** One index as the cluster describes it. */
export type FamilyIndex = {
  name: string
  meta: IndexMeta | null
  mapping: estypes.MappingTypeMapping
  aliases: string[]
}

/** The index that an instance works with. */
export type OpenIndex = {
  name: string
  /** Null for a hand-filled index, which is only read. Writes go through an alias, so that none can make an index anew. */
  writeAlias: string | null
  fields: FieldNames
  /**
   * Where candidates are found by coarser numbers than float32, they are scored again: so many for each one that is kept.
   * Null where they are not.
   */
  oversample: number | null
  /** Of the vector field, for people. */
  type: string
}

/** Every index of the store, oldest first. */
export async function findFamily(engine: Engine, store: string): Promise<FamilyIndex[]> {
  const found = await engine.call((client, options) =>
    client.indices.get({ index: [store, `${store}-v*`], ignore_unavailable: true }, options),
  )
  return Object.entries(found)
    .map(([name, { mappings = {}, aliases = {} }]) => {
      return { name, meta: readMeta(mappings), mapping: mappings, aliases: Object.keys(aliases) }
    })
    .filter(({ name, meta, aliases }) => {
      // Somebody's alias of the store's name may lead to an index that was filled by hand.
      if (name === store || (meta === null && aliases.includes(store))) return true
      return meta?.store === store && versionOf(name, store) > 0
    })
    .sort((a, b) => versionOf(a.name, store) - versionOf(b.name, store))
}

/** 0 for an index of the store's own name, or of another store. */
export function versionOf(name: string, store: string): number {
  return name.startsWith(`${store}-v`) ? Number(/^\d+$/.exec(name.slice(store.length + 2))?.[0] ?? 0) : 0
}

/**
 * The index for this space among the store's, made where the store is new.
 * Errors: STORE_MISMATCH when the store has indexes of other spaces only; INDEX_MISSING when it has lost them all;
 * STORE_INVALID when a mapping was changed by hand.
 */
export async function openIndex(
  engine: Engine,
  store: string,
  space: VectorSpace,
  { mayCreate }: { mayCreate: boolean },
): Promise<OpenIndex> {
  let family = await findFamily(engine, store)
  if (family.length === 0) {
    if (!mayCreate || (await hasSharedState(engine, store))) {
      throw createError('INDEX_MISSING', `The indexes of the store "${store}" are not there any more.`, {
        retryAfterS: 10,
      })
    }
    await createVersion(engine, store, space)
    family = await findFamily(engine, store)
  }
  const own = pickIndex(family, space)
  await bringUpToDate(engine, own)
  // What is written here is written to them too, until their instances are gone.
  const older = family.filter(({ meta }) => meta !== null && meta.schema_version < schemaVersion)
  for (const index of older) if (index !== own) await addMissingFields(engine, index, index.meta!)
  if (own.meta !== null) await createSharedState(engine, store)
  return toOpenIndex(own, space.dims)
}

/** Errors: STORE_MISMATCH. */
export function pickIndex(family: FamilyIndex[], space: VectorSpace): FamilyIndex {
  const own = family.findLast(({ meta }) => meta !== null && isSameSpace(meta.space, space))
  if (own && !own.meta!.is_filling) return own
  const [byHand, ...more] = family.filter(({ meta }) => meta === null)
  if (more.length > 0) {
    const names = [byHand!, ...more].map(({ name }) => `"${name}"`).join(', ')
    throw createError(
      'STORE_INVALID',
      `The index name of STORE_URL leads to several indexes, ${names}: name one of them.`,
    )
  }
  if (byHand) return byHand
  const [serving] = family.filter(({ meta }) => !meta?.is_filling)
  const servedSpace = serving?.meta?.space ?? null
  throw own || servedSpace === null ? unfinishedError(servedSpace, space) : otherSpaceError(servedSpace, space)
}

/** Makes the next version, and the state that all share. The first one serves. Two at once make one. */
export async function createVersion(
  engine: Engine,
  store: string,
  space: VectorSpace,
  { options = defaultIndexOptions, isFilling = false }: { options?: IndexOptions; isFilling?: boolean } = {},
): Promise<string> {
  const name = await createIndex(engine, store, space, options, isFilling)
  // Second: a store of which only the state is there has lost its indexes, and none must seem so while it is made.
  await createSharedState(engine, store)
  return name
}

async function createIndex(
  engine: Engine,
  store: string,
  space: VectorSpace,
  options: IndexOptions,
  isFilling: boolean,
): Promise<string> {
  for (let isRecent = true; ; ) {
    const family = await findFamily(engine, store)
    const same = family.find(({ meta }) => meta !== null && isSameSpace(meta.space, space))
    if (same) return same.name
    const name = `${store}-v${Math.max(0, ...family.map((one) => versionOf(one.name, store))) + 1}`
    const meta: IndexMeta = { schema_version: schemaVersion, store, space, ...(isFilling ? { is_filling: true } : {}) }
    const aliases = { [writeAliasOf(name)]: {}, ...(family.length === 0 ? { [store]: {} } : {}) }
    try {
      await engine.call((client, request) =>
        client.indices.create({ index: name, ...buildIndex(meta, options, isRecent), aliases }, request),
      )
      return name
    } catch (error) {
      if (isRecent && isTooRecent(error)) isRecent = false
      else if (!isAlreadyThere(error)) throw error
    }
  }
}

/** Adds the fields that this version knows and an older index lacks. Errors: STORE_INVALID, which names the fields. */
async function bringUpToDate(engine: Engine, { name, meta, mapping }: FamilyIndex): Promise<void> {
  if (meta === null) return
  if (meta.schema_version > schemaVersion) {
    throw createError(
      'STORE_INVALID',
      `The index "${name}" has schema version ${meta.schema_version}; this version of the service knows up to ${schemaVersion}. Use the newer version of the service that wrote it.`,
    )
  }
  const foreign = findForeignFields(mapping)
  if (foreign.length > 0) {
    throw createError(
      'STORE_INVALID',
      `The mapping of the index "${name}" was changed: ${foreign.join(', ')} ${foreign.length === 1 ? 'has' : 'have'} another type than this service writes. Restore it from a snapshot, or set STORE_URL to a new name and ingest again.`,
    )
  }
  await addMissingFields(engine, { name, mapping }, meta)
}

async function addMissingFields(
  engine: Engine,
  { name, mapping }: Pick<FamilyIndex, 'name' | 'mapping'>,
  meta: IndexMeta,
): Promise<void> {
  const missing = missingProperties(mapping)
  if (Object.keys(missing).length === 0 && meta.schema_version === schemaVersion) return
  await engine.call((client, options) =>
    client.indices.putMapping(
      {
        index: name,
        properties: missing,
        _meta: { ...mapping._meta, likeness: { ...meta, schema_version: schemaVersion } },
      },
      options,
    ),
  )
}

/** Measured (docs/decisions/0011): a byte a number orders them nearly as floats do, a bit does not. */
function chooseOversample(type: string): number | null {
  if (['hnsw', 'flat'].includes(type)) return null
  return type.startsWith('bbq') ? 5 : 1
}

/** The index as it is worked with. Errors: those of `readVectorField`. */
export function toOpenIndex({ name, meta, mapping }: FamilyIndex, dims: number): OpenIndex {
  const field = readVectorField(name, mapping, dims)
  // Without a type the engine chooses one that quantises.
  const type = field.index_options?.type ?? 'bbq_hnsw'
  const oversample = chooseOversample(type)
  if (meta !== null) return { name, writeAlias: writeAliasOf(name), fields: ownFieldNames, oversample, type }
  return { name, writeAlias: null, fields: findFields(mapping), oversample, type }
}

function findFields(mapping: estypes.MappingTypeMapping): FieldNames {
  // Below a field of another type lies the exact value, or nothing, and then nothing is counted and found.
  const typed = (field: string, type: string) => {
    return mapping.properties?.[field]?.type === type ? field : `${field}.${type}`
  }
  const facets = Object.entries(ownFieldNames.facets).map(([facet, field]) => {
    return [facet, typed(field, facet === 'year' ? 'date' : 'keyword')]
  })
  return {
    imageId: exactField(mapping, 'image_id'),
    imageName: exactField(mapping, 'image_name'),
    relativePath: exactField(mapping, 'relative_path'),
    addedAt: typed('added_at', 'date'),
    location: typed('location', 'geo_point'),
    facets: Object.fromEntries(facets) as FieldNames['facets'],
    orderLengthMax: {
      imageName: exactLengthMax(mapping, 'image_name', 'keyword'),
      takenAt: exactLengthMax(mapping, 'taken_at', 'date'),
      addedAt: exactLengthMax(mapping, 'added_at', 'date'),
    },
  }
}

/** Elasticsearch maps strings that nobody declared as text, with the exact value in a field below it. */
function exactField(mapping: estypes.MappingTypeMapping, name: string): string {
  return mapping.properties?.[name]?.type === 'text' ? `${name}.keyword` : name
}

function exactLengthMax(mapping: estypes.MappingTypeMapping, name: string, type: 'keyword' | 'date'): number {
  const field = mapping.properties?.[name]
  const exact = field?.type === type ? field : field?.fields?.[type]
  if (exact?.type !== type) return 0
  return (exact as estypes.MappingKeywordProperty).ignore_above ?? Number.POSITIVE_INFINITY
}
