// Documents of the shared state that this engine only keeps, as one text each, beside the fields by which they are searched.
// job-documents.ts and answer-documents.ts keep theirs here.
import type { estypes } from '@elastic/elasticsearch'
import type { Engine } from './engine.ts'
import { isVersionConflict } from './index-names.ts'
import { createSharedState, stateAliasOf, stateIndexOf } from './shared-state.ts'

/** Fields that an older state index may lack. */
const properties: Record<string, estypes.MappingProperty> = {
  is_open: { type: 'boolean' },
  document: { type: 'keyword', index: false, doc_values: false },
}

export type StateFields = { kind: string; at: string; is_open?: boolean; document: string }
/** `version` changes with every write. */
export type StateDocument = { document: string; version: string }

export type StateDocuments = {
  get(id: string): Promise<StateDocument | null>
  /** Writes the document: anew, or over that version. Resolves to its new version, or to null where it is there or was written since. */
  write(id: string, fields: StateFields, over: 'nothing' | 'anything' | { version: string }): Promise<string | null>
  remove(id: string): Promise<void>
  search(query: estypes.QueryDslQueryContainer[], order: 'asc' | 'desc', size: number): Promise<StateDocument[]>
}

export function createStateDocuments(engine: Engine, store: string): StateDocuments {
  const index = stateIndexOf(store)
  let isMapped: Promise<void> | undefined

  /** Once a process, before the first document is written. */
  function assertMapped(): Promise<void> {
    isMapped ??= (async () => {
      await createSharedState(engine, store)
      await engine.call(
        async (client, options) => void (await client.indices.putMapping({ index, properties }, options)),
      )
    })().catch((error) => {
      isMapped = undefined
      throw error
    })
    return isMapped
  }

  async function get(id: string): Promise<StateDocument | null> {
    const { docs } = await engine.call((client, options) => client.mget<StateFields>({ index, ids: [id] }, options))
    const doc = docs[0]
    if (!doc || !('found' in doc) || !doc.found) return null
    return { document: doc._source!.document, version: toVersion(doc._seq_no!, doc._primary_term!) }
  }

  return {
    get,
    async write(id, fields, over) {
      await assertMapped()
      const condition =
        over === 'anything' ? {} : over === 'nothing' ? { op_type: 'create' as const } : fromVersion(over.version)
      try {
        const { _seq_no, _primary_term } = await engine.call((client, options) =>
          client.index(
            { index: stateAliasOf(store), require_alias: true, id, document: fields, ...condition },
            options,
          ),
        )
        return toVersion(_seq_no!, _primary_term!)
      } catch (error) {
        if (!isVersionConflict(error)) throw error
        // Sent again after its answer was lost, it meets its own first writing.
        const now = await get(id)
        return now?.document === fields.document ? now.version : null
      }
    },
    async remove(id) {
      await engine.call(
        async (client, options) => void (await client.delete({ index, id }, { ...options, ignore: [404] })),
      )
    },
    search: (query, order, size) =>
      engine.call(async (client, options) => {
        if (!(await client.indices.exists({ index }, options))) return []
        await client.indices.refresh({ index }, options)
        const filter = query
        const { hits } = await client.search<StateFields>(
          { index, query: { bool: { filter } }, sort: [{ at: { order } }], size, seq_no_primary_term: true },
          options,
        )
        return hits.hits.map(({ _source, _seq_no, _primary_term }) => ({
          document: _source!.document,
          version: toVersion(_seq_no!, _primary_term!),
        }))
      }),
  }
}

function toVersion(seqNo: number, primaryTerm: number): string {
  return `${seqNo}.${primaryTerm}`
}

function fromVersion(version: string) {
  const [seqNo, primaryTerm] = version.split('.').map(Number)
  return { if_seq_no: seqNo!, if_primary_term: primaryTerm! }
}
