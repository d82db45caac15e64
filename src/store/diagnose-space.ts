// Whether a store's indexes and the model of the settings belong together. The adapters' diagnoses ask; vector-space.ts has the
// words that a start is refused with.
import type { VectorSpace } from '../embedder/embedder.ts'
import { type Finding, failure, ok, warning } from './diagnosis.ts'
import type { IndexVersion } from './index-life.ts'
import { describeSpace, isSameSpace } from './vector-space.ts'

export type IndexOfSpace = Pick<IndexVersion, 'name' | 'isServing' | 'isFilling'> & { space: VectorSpace }

/** `migrating` tells who fills an index right now, null for nobody. */
export function diagnoseMigration(indexes: readonly IndexOfSpace[], migrating: string | null): Finding[] {
  const filling = indexes.filter(({ isFilling }) => isFilling)
  if (filling.length === 0) return []
  const names = filling.map(({ name, space }) => `${name} (space "${space.id}")`).join(', ')
  if (migrating !== null) return [ok('migration', `${migrating} fills ${names}`)]
  const advice =
    'Go on with `npx --no likeness index migrate` and the model of that space, or give it up with `npx --no likeness index prune NAME`.'
  return [warning('migration', `not finished, and nobody goes on with it: ${names}`, advice)]
}

/**
 * `wanted` is the space of the settings' model, null where it cannot be told. The indexes are oldest first; nothing is found
 * of none.
 */
export function diagnoseSpace(indexes: readonly IndexOfSpace[], wanted: VectorSpace | null): Finding[] {
  return indexes.length === 0 ? [] : [compare(indexes, wanted)]
}

function compare(indexes: readonly IndexOfSpace[], wanted: VectorSpace | null): Finding {
  const serving = indexes.find(({ isServing }) => isServing)
  if (wanted === null) {
    const what = serving ? `${serving.name} holds vectors of ${describeSpace(serving.space)}` : 'no index serves'
    return warning('space', `${what}; the model of the settings cannot be told`, 'See to the model first.')
  }
  const own = indexes.findLast(({ space }) => isSameSpace(space, wanted))
  if (own === undefined) {
    const [other = serving] = serving ? [serving] : indexes
    return failure(
      'space',
      `${other!.name} holds vectors of ${describeSpace(other!.space)}; the model of the settings makes vectors of ${describeSpace(wanted)}`,
      'Set MODEL or MODEL_DIR to the model that the store was made with, or bring the store to this one with `npx --no likeness index migrate`.',
    )
  }
  if (own.isFilling) {
    return failure(
      'space',
      `${own.name}, of the model of the settings, is not complete yet`,
      'Let `npx --no likeness index migrate` finish, or start the service with the model of the index that serves.',
    )
  }
  const found = `${own.name} holds vectors of ${describeSpace(own.space)}, that of the model of the settings`
  if (own.isServing || serving === undefined) return ok('space', found)
  return warning(
    'space',
    `${found}, but ${serving.name} (space "${serving.space.id}") is the one that serves`,
    'A service of this model works. Where the other model is meant, set MODEL or MODEL_DIR to it; where this one is, `npx --no likeness index migrate` switches to it.',
  )
}
