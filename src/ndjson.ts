// Newline-delimited JSON: the lines of a stream, each bounded. The route of imports and the commands for documents read with it.

export type Line = {
  /** From 1. */
  number: number
  /** Null for a line that is longer than allowed or no valid UTF-8; its end was looked for all the same. */
  text: string | null
}

const lineFeed = 0x0a

/** Empty lines are left out, but counted. Holds one line and one chunk at a time. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, lineBytesMax: number): AsyncGenerator<Line> {
  let number = 0
  let held: Uint8Array[] = []
  let heldBytes = 0

  function* endLine(): Generator<Line> {
    number += 1
    const isTooLong = heldBytes > lineBytesMax
    const text = isTooLong ? null : decode(Buffer.concat(held))
    held = []
    heldBytes = 0
    if (text === null || text.trim() !== '') yield { number, text }
  }

  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      hold(chunk.subarray(start, end))
      yield* endLine()
      start = end + 1
    }
    hold(chunk.subarray(start))
  }
  if (heldBytes > 0) yield* endLine()

  function hold(part: Uint8Array): void {
    heldBytes += part.length
    // What is too long is not kept.
    if (heldBytes <= lineBytesMax) held.push(part)
    else held = []
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}
