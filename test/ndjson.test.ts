// Lines of a stream, however its bytes are cut: bounded, numbered, and told apart from what is no text.
import { test } from 'tap'
import { type Line, readLines } from '../src/ndjson.ts'

async function read(bytes: Buffer, chunkBytes: number, lineBytesMax = 100): Promise<Line[]> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes)
  }
  const lines: Line[] = []
  for await (const line of readLines(chunks(), lineBytesMax)) lines.push(line)
  return lines
}

test('lines are the same however the stream is cut', async (t) => {
  const text = '{"a":1}\n\n  \r\n{"ü":"日本 🦊"}\r\nlast'
  const expected = [
    { number: 1, text: '{"a":1}' },
    { number: 4, text: '{"ü":"日本 🦊"}\r' },
    { number: 5, text: 'last' },
  ]
  for (const chunkBytes of [1, 2, 3, 7, 1000]) t.strictSame(await read(Buffer.from(text), chunkBytes), expected)
  t.strictSame(await read(Buffer.from(`${text}\n`), 5), expected, 'with a line feed at the end')
  t.strictSame(await read(Buffer.alloc(0), 5), [])
})

test('a line that is too long is told, is not kept, and hides no other', async (t) => {
  const text = `first\n${'x'.repeat(5_000)}\nthird`
  for (const chunkBytes of [1, 64, 10_000]) {
    t.strictSame(await read(Buffer.from(text), chunkBytes), [
      { number: 1, text: 'first' },
      { number: 2, text: null },
      { number: 3, text: 'third' },
    ])
  }
  t.strictSame(await read(Buffer.from('x'.repeat(100)), 9), [{ number: 1, text: 'x'.repeat(100) }], 'the longest')
})

test('what is no UTF-8 is told', async (t) => {
  const bytes = Buffer.concat([Buffer.from('a\n'), Buffer.from([0xff, 0xfe]), Buffer.from('\nb')])
  t.strictSame(await read(bytes, 2), [
    { number: 1, text: 'a' },
    { number: 2, text: null },
    { number: 3, text: 'b' },
  ])
})
