// What `likeness index` does on a cluster alone: adopt an index that somebody filled by hand, tune one for a load, restore it.
// Part of elasticsearch-life.ts.
import type { VectorSpace } from '../../embedder/embedder.ts'
import { createError } from '../../errors.ts'
import type { ClusterLife } from '../index-life.ts'
import { isSameSpace } from '../vector-space.ts'
import { adoptIndex, sampleVectors } from './adopt-index.ts'
import type { Engine } from './engine.ts'
import { type FamilyIndex, findFamily } from './index-family.ts'
import { restoreIndex, tuneIndex } from './tune-index.ts'

export function createClusterLife(engine: Engine, store: string): ClusterLife {
  async function requireByHand(): Promise<FamilyIndex> {
    const family = await findFamily(engine, store)
    const index = family.find(({ meta }) => meta === null)
    if (index?.name === store) return index
    if (index) {
      const detail = `"${store}" is an alias of the index "${index.name}": name the index itself in STORE_URL to adopt it.`
      throw createError('CONFIG_INVALID', detail)
    }
    throw createError('CONFIG_INVALID', `There is no index "${store}" without a model: nothing is to be adopted.`)
  }

  async function requireOwn(space: VectorSpace): Promise<FamilyIndex> {
    const family = await findFamily(engine, store)
    const own = family.find(({ meta }) => meta !== null && isSameSpace(meta.space, space))
    if (own) return own
    throw createError(
      'CONFIG_INVALID',
      `The store "${store}" has no index for the space "${space.id}" of the model in use.`,
    )
  }

  return {
    sampleVectors: async (count) => sampleVectors(engine, (await requireByHand()).name, count),
    adopt: async (space, onProgress) => adoptIndex(engine, store, await requireByHand(), space, onProgress),
    async tune(space, options) {
      const index = await requireOwn(space)
      await tuneIndex(engine, index, options)
      return index.name
    },
    async restore(space) {
      const index = await requireOwn(space)
      await restoreIndex(engine, index)
      return index.name
    },
  }
}
