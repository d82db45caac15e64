// Keeps an eye on the indexes of a store while it is open: which one is this instance's own, and which others its writes must
// reach. Looked up again before a write when the last look is older than a second; migrations wait for longer than that.
import type { VectorSpace } from '../../embedder/embedder.ts'
import { isLikenessError } from '../../errors.ts'
import type { Engine } from './engine.ts'
import type { WriteTargets } from './image-writer.ts'
import { findFamily, type OpenIndex, openIndex } from './index-family.ts'
import { writeAliasOf } from './index-names.ts'

/** How old a look at the store's indexes may be when something is written. */
export const familyAgeMaxMs = 1_000

export type IndexWatch = {
  /** Works with the index of this instance's space; looked for anew once it is missing. Errors: those of `openIndex`. */
  use<T>(work: (own: OpenIndex) => Promise<T>): Promise<T>
  /** Looks again, as for a readiness probe. */
  refresh(): Promise<OpenIndex>
  targets(): Promise<WriteTargets>
}

/** `onOpen` hears the name of the index whenever it is looked up. */
export function createIndexWatch(
  engine: Engine,
  store: string,
  space: VectorSpace,
  onOpen: (name: string) => void,
): IndexWatch {
  let own: OpenIndex | undefined
  /** An index that was there and is gone was lost: a new one in its place would hide that. */
  let wasThere = false
  let opening: Promise<OpenIndex> | undefined
  let looking: Promise<Omit<WriteTargets, 'own'>> | undefined
  let lookedAtMs = Number.NEGATIVE_INFINITY

  /** One look at a time, however many ask. */
  function open(): Promise<OpenIndex> {
    opening ??= openIndex(engine, store, space, { mayCreate: !wasThere })
      .then(
        (index) => {
          own = index
          wasThere = true
          onOpen(index.name)
          return index
        },
        (error) => {
          // Of an engine that does not answer nothing is learnt: the index is still the one it was.
          if (!isLikenessError(error, 'STORE_UNAVAILABLE')) own = undefined
          throw error
        },
      )
      .finally(() => {
        opening = undefined
      })
    return opening
  }

  async function look(ownName: string): Promise<Omit<WriteTargets, 'own'>> {
    const family = await findFamily(engine, store)
    const others = family.filter(({ name, meta }) => meta !== null && name !== ownName)
    const isTuned = family.some(({ name, meta }) => name === ownName && meta?.before_tuning !== undefined)
    return { others: others.map(({ name }) => writeAliasOf(name)), isTuned }
  }

  return {
    async use(work) {
      try {
        return await work(own ?? (await open()))
      } catch (error) {
        if (isLikenessError(error, 'INDEX_MISSING')) own = undefined
        throw error
      }
    },
    refresh: open,
    async targets() {
      const index = own ?? (await open())
      if (!looking || performance.now() - lookedAtMs > familyAgeMaxMs) {
        lookedAtMs = performance.now()
        looking = look(index.name)
        // A failed look must not be what the next write goes by.
        looking.catch(() => {
          looking = undefined
        })
      }
      return { own: index, ...(await looking) }
    },
  }
}
