// The k-th greatest of the numbers seen so far, for scan-worker.ts: a binary heap with the least of the k on top.

export type KthGreatest = {
  add(value: number): void
  /** The k-th greatest; `floor` until more than that is known. */
  value(): number
}

/** `floor`: what the k-th greatest counts as at least, such as the least score that is wanted. */
export function createKthGreatest(k: number, floor: number): KthGreatest {
  const heap = new Float64Array(k)
  let size = 0

  function siftUp(value: number): void {
    let i = size++
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (heap[parent]! <= value) break
      heap[i] = heap[parent]!
      i = parent
    }
    heap[i] = value
  }

  function replaceLeast(value: number): void {
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= k) break
      if (child + 1 < k && heap[child + 1]! < heap[child]!) child += 1
      if (heap[child]! >= value) break
      heap[i] = heap[child]!
      i = child
    }
    heap[i] = value
  }

  return {
    add(value) {
      if (size < k) siftUp(value)
      else if (value > heap[0]!) replaceLeast(value)
    },
    value: () => (size < k ? floor : Math.max(floor, heap[0]!)),
  }
}
