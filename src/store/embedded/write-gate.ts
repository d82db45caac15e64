// Lets a search that writes have overtaken again and again see a moment in which nothing is written. nearest-search.ts closes the
// gate for its last attempt; image-writer.ts passes it before each write.

export type WriteGate = {
  /** Resolves at once, or when every search that holds the gate has let go of it. */
  pass(): Promise<void>
  /** Holds writes that have not begun, until the function that it returns is called. */
  hold(): () => void
}

export function createWriteGate(): WriteGate {
  let holders = 0
  let waiting: (() => void)[] = []
  return {
    async pass() {
      // Again, as another search may hold it by the time that this one let go.
      while (holders > 0) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    hold() {
      holders += 1
      return () => {
        holders -= 1
        if (holders > 0) return
        const released = waiting
        waiting = []
        for (const release of released) release()
      }
    },
  }
}
