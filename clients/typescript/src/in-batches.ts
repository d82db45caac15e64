// Parts what goes to the service by one request after another. add-pictures.ts and import-documents.ts send the batches.

export type BatchLimits<T> = {
  itemsMax: number
  /** Of all items of a batch; one that is larger alone is a batch of its own. */
  sizeMax: number
  sizeOf(item: T): number
}

/** Batches in the order of the items, none of them empty; items are asked for when the reader asks for a batch. */
export async function* inBatches<T>(
  items: Iterable<T> | AsyncIterable<T>,
  { itemsMax, sizeMax, sizeOf }: BatchLimits<T>,
): AsyncGenerator<T[]> {
  let batch: T[] = []
  let size = 0
  for await (const item of items) {
    if (batch.length > 0 && (batch.length === itemsMax || size + sizeOf(item) > sizeMax)) {
      yield batch
      batch = []
      size = 0
    }
    batch.push(item)
    size += sizeOf(item)
  }
  if (batch.length > 0) yield batch
}
