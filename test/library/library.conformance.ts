// What every library promises, as one suite: folder.conformance.test.ts and s3/s3-library.test.ts run it on their adapter.
import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import type { Test } from 'tap'
import type { Library } from '../../src/library/library.ts'
import { codeOf, collect } from './open-library.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (found: Uint8Array) => new TextDecoder().decode(found)
const nfc = 'Caf\u00e9/r\u00e9sum\u00e9.jpg'
const once = { overwrite: false }
const over = { overwrite: true }

/** `open` gives a new, empty library each time. */
export async function testLibrary(t: Test, open: (t: Test) => Promise<Library>): Promise<void> {
  await testFiles(t, open)
  await testParts(t, open)
  await testWalk(t, open)
}

async function testFiles(t: Test, open: (t: Test) => Promise<Library>): Promise<void> {
  await t.test('what is written is found with its size and time, and read', async (t) => {
    const library = await open(t)
    const beforeMs = Date.now()
    await library.write('phone/2026/a b+c%20d.jpg', bytes('hello'), once)
    const { sizeBytes, modifiedMs, version } = await library.stat('phone/2026/a b+c%20d.jpg')
    t.equal(sizeBytes, 5)
    // Storage may tell whole seconds.
    t.ok(modifiedMs >= beforeMs - 1_000 && modifiedMs <= Date.now() + 1_000)
    t.match(version, /^[\x21\x23-\x7e]+$/)
    const read = await library.read('phone/2026/a b+c%20d.jpg')
    t.equal(text(read), 'hello')
    t.equal(read.buffer.byteLength, 5, 'in a buffer of its own')
  })

  await t.test('an empty file is read as no bytes', async (t) => {
    const library = await open(t)
    await library.write('a.jpg', bytes(''), once)
    t.equal((await library.read('a.jpg')).length, 0)
    const { file, stream } = await library.open('a.jpg')
    t.equal(file.sizeBytes, 0)
    t.equal((await buffer(stream)).length, 0)
  })

  await t.test('a file that lies there stays as it is, unless it is to be overwritten', async (t) => {
    const library = await open(t)
    await library.write('a.jpg', bytes('first'), once)
    const before = await library.stat('a.jpg')
    t.equal(await codeOf(library.write('a.jpg', bytes('second'), once)), 'PATH_TAKEN')
    t.same(await library.stat('a.jpg'), before)
    await library.write('a.jpg', bytes('second'), over)
    t.equal(text(await library.read('a.jpg')), 'second')
    t.not((await library.stat('a.jpg')).version, before.version)
  })

  await t.test('of twenty writes to one path at once, one writes', async (t) => {
    const library = await open(t)
    const names = Array.from({ length: 20 }, (_, i) => `write ${i}`)
    const codes = await Promise.all(names.map((name) => codeOf(library.write('a/b.jpg', bytes(name), once))))
    t.same(
      codes.toSorted(),
      ['PATH_TAKEN', 'none'].flatMap((code) => Array(code === 'none' ? 1 : 19).fill(code)),
    )
    t.equal(text(await library.read('a/b.jpg')), names[codes.indexOf('none')])
  })

  await t.test('a file that is removed is gone; removing it again is no error', async (t) => {
    const library = await open(t)
    await library.write('a/b.jpg', bytes('x'), once)
    await library.remove('a/b.jpg')
    t.equal(await codeOf(library.stat('a/b.jpg')), 'FILE_NOT_FOUND')
    t.equal(await codeOf(library.read('a/b.jpg')), 'FILE_NOT_FOUND')
    t.equal(await codeOf(library.open('a/b.jpg')), 'FILE_NOT_FOUND')
    await library.remove('a/b.jpg')
    t.same(await collect(library.walk()), [])
    await library.write('a/b.jpg', bytes('y'), once)
  })

  await t.test('names are the same in both of Unicode’s normal forms', async (t) => {
    const library = await open(t)
    await library.write(nfc.normalize('NFD'), bytes('menu'), once)
    for (const path of [nfc, nfc.normalize('NFD')]) t.equal(text(await library.read(path)), 'menu')
    t.match(await collect(library.walk()), [{ kind: 'file', relativePath: nfc, sizeBytes: 4 }])
    t.equal(library.checkPath(nfc.normalize('NFD')), nfc)
  })

  await t.test('paths that are not allowed reach nothing', async (t) => {
    const library = await open(t)
    for (const path of ['', '../a.jpg', '/a.jpg', 'a/../b.jpg', 'a//b.jpg', '.hidden/a.jpg', 'a\\b.jpg', 'a\0.jpg']) {
      const calls = [
        library.stat(path),
        library.read(path),
        library.open(path),
        library.write(path, bytes('x'), over),
        library.remove(path),
        library.thumbnail(path, '0'.repeat(64), 'small'),
      ]
      const codes = await Promise.all(calls.map(codeOf))
      t.same(codes, Array(calls.length).fill('PATH_INVALID'), JSON.stringify(path))
    }
    t.equal(await codeOf(library.write('con.jpg', bytes('x'), over)), 'PATH_INVALID', 'no name on other systems')
    t.same(await collect(library.walk()), [])
  })

  await t.test('a thumbnail is a small WebP picture of the file', async (t) => {
    const library = await open(t)
    const picture = await sharp({ create: { width: 400, height: 200, channels: 3, background: 'teal' } })
      .jpeg()
      .toBuffer()
    await library.write('teal.jpg', picture, once)
    const hash = createHash('sha256').update(picture).digest('hex')
    const { bytes: small, isOfHash } = await library.thumbnail('teal.jpg', hash, 'small')
    t.match(await sharp(small).metadata(), { format: 'webp', width: 256, height: 128 })
    t.ok(isOfHash)
    t.equal(await codeOf(library.thumbnail('none.jpg', '1'.repeat(64), 'small')), 'FILE_NOT_FOUND')
  })
}

async function testParts(t: Test, open: (t: Test) => Promise<Library>): Promise<void> {
  await t.test('a part of a file is opened with the facts of all of it', async (t) => {
    const library = await open(t)
    await library.write('a.jpg', bytes('0123456789'), once)
    const part = async (start: number, end: number) => {
      const { file, stream } = await library.open('a.jpg', { start, end })
      return [file.sizeBytes, text(await buffer(stream))]
    }
    t.same(await part(0, 0), [10, '0'])
    t.same(await part(3, 5), [10, '345'])
    t.same(await part(8, 99), [10, '89'])
    t.same(await part(0, 9), [10, '0123456789'])
    t.equal(await codeOf(library.open('a.jpg', { start: 10, end: 20 })), 'RANGE_NOT_SATISFIABLE')
    const whole = await library.open('a.jpg')
    t.same(whole.file, await library.stat('a.jpg'))
    t.equal(text(await buffer(whole.stream)), '0123456789')
  })

  await t.test('a large file comes whole, and a stream that is given up lets go', async (t) => {
    const library = await open(t)
    const large = Buffer.alloc(3_000_000, 'likeness')
    await library.write('large.jpg', large, once)
    t.ok((await buffer((await library.open('large.jpg')).stream)).equals(large))
    for (let i = 0; i < 20; i++) (await library.open('large.jpg')).stream.destroy()
    t.ok(large.equals(await library.read('large.jpg')))
  })
}

async function testWalk(t: Test, open: (t: Test) => Promise<Library>): Promise<void> {
  const paths = ['a-b.jpg', 'a.jpg', 'a/b/c.jpg', 'a/b/d.txt', 'a/e.jpg', 'f.jpg', 'raw/g.jpg']
  const fill = async (t: Test) => {
    const library = await open(t)
    for (const path of paths) await library.write(path, bytes(path), once)
    return library
  }
  const walked = async (entries: ReturnType<Library['walk']>) =>
    (await collect(entries)).map(({ relativePath }) => relativePath)

  await t.test('a walk finds every file in path order, with its size and its time as `stat` tells them', async (t) => {
    const library = await fill(t)
    const entries = await collect(library.walk())
    t.same(
      entries.map(({ relativePath }) => relativePath),
      paths,
    )
    for (const entry of entries) {
      const { sizeBytes, modifiedMs } = await library.stat(entry.relativePath)
      t.same(entry, { kind: 'file', relativePath: entry.relativePath, sizeBytes, modifiedMs })
    }
  })

  await t.test('a walk begins at a folder or at a file', async (t) => {
    const library = await fill(t)
    t.same(await walked(library.walk('a')), ['a/b/c.jpg', 'a/b/d.txt', 'a/e.jpg'])
    t.same(await walked(library.walk('a/b')), ['a/b/c.jpg', 'a/b/d.txt'])
    t.same(await walked(library.walk('a.jpg')), ['a.jpg'])
    t.equal(await codeOf(collect(library.walk('nowhere'))), 'FILE_NOT_FOUND')
    t.equal(await codeOf(collect(library.walk('a/b/c'))), 'FILE_NOT_FOUND')
    t.equal(await codeOf(collect(library.walk('../a'))), 'PATH_INVALID')
    t.same(await walked((await open(t)).walk()), [], 'of an empty library')
  })

  await t.test('a walk passes over what is not selected', async (t) => {
    const library = await fill(t)
    const selection = {
      takesFile: (path: string) => path.endsWith('.jpg'),
      entersFolder: (path: string) => path !== 'raw' && path !== 'a/b',
    }
    t.same(await walked(library.walk('', selection)), ['a-b.jpg', 'a.jpg', 'a/e.jpg', 'f.jpg'])
    t.same(await walked(library.walk('a/b', selection)), ['a/b/c.jpg'], 'the start itself is entered in any case')
  })
}
