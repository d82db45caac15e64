// Serialises work that touches the same things while unrelated work runs side by side. Used by image-catalog.ts.

export type KeyedMutex = {
  /** Runs `work` when no other work holds one of `keys`. Order of arrival is kept; no deadlock, as all keys are taken at once. */
  run<T>(keys: readonly string[], work: () => Promise<T>): Promise<T>
}

export function createKeyedMutex(): KeyedMutex {
  /** For each key in use, the end of the last work that asked for it. */
  const tails = new Map<string, Promise<unknown>>()

  return {
    async run(keys, work) {
      const before = Promise.allSettled(keys.map((key) => tails.get(key)))
      const mine = before.then(work)
      const tail = mine.catch(() => {})
      for (const key of keys) tails.set(key, tail)
      try {
        return await mine
      } finally {
        for (const key of keys) if (tails.get(key) === tail) tails.delete(key)
      }
    },
  }
}
