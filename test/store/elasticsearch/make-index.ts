// Makes a store's first index as an instance does, but for a change: of an older version, changed by hand, without a node.
import type { estypes } from '@elastic/elasticsearch'
import type { VectorSpace } from '../../../src/embedder/embedder.ts'
import {
  buildIndex,
  defaultIndexOptions,
  type IndexMeta,
  schemaVersion,
} from '../../../src/store/elasticsearch/index-shape.ts'
import type { TroublePlace } from './store-place.ts'

export type Shape = {
  settings: Record<string, unknown>
  mappings: { _meta: { likeness: IndexMeta }; properties: Record<string, estypes.MappingProperty> }
}

export async function makeIndex(
  place: TroublePlace,
  space: VectorSpace,
  change: (shape: Shape, meta: IndexMeta) => void = () => {},
): Promise<void> {
  const meta: IndexMeta = { schema_version: schemaVersion, store: place.name, space }
  const shape: Shape = buildIndex(meta, defaultIndexOptions)
  shape.settings.refresh_interval = '20ms'
  change(shape, meta)
  const aliases = { [place.name]: {}, [`${place.name}-v1-writes`]: {} }
  await place.ask('PUT', '-v1?wait_for_active_shards=0', { ...shape, aliases })
}
