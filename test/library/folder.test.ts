// Finding, reading, writing and removing files of a folder library, on a real file system with real links.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import t from 'tap'
import { createFolderLibrary } from '../../src/library/folder.ts'
import type { Library } from '../../src/library/library.ts'
import { codeOf, collect, makeFolders, openLibrary, pixelsMax } from './open-library.ts'

const nfc = 'Caf\u00e9/r\u00e9sum\u00e9.jpg'
const bytes = (text: string) => new TextEncoder().encode(text)
const text = (found: Uint8Array) => new TextDecoder().decode(found)

async function readStream(library: Library, path: string): Promise<Uint8Array> {
  return buffer((await library.open(path)).stream)
}

t.test('a file is found with its size and time, and read', async (t) => {
  const { library, at } = await openLibrary(t)
  await makeFolders(library.root, 'phone')
  await writeFile(at('phone/a.jpg'), 'hello')
  await utimes(at('phone/a.jpg'), 1_700_000_000, 1_700_000_000)
  t.same(await library.stat('phone/a.jpg'), {
    sizeBytes: 5,
    modifiedMs: 1_700_000_000_000,
    version: '5-18bcfe56800',
  })
  t.equal(text(await library.read('phone/a.jpg')), 'hello')
})

t.test('the bytes that are read own their buffer, so that it can be handed to a worker', async (t) => {
  const { library, at } = await openLibrary(t)
  await writeFile(at('a.jpg'), 'hello')
  const read = await library.read('a.jpg')
  t.equal(read.buffer.byteLength, 5)
})

t.test('an empty file is read as no bytes', async (t) => {
  const { library, at } = await openLibrary(t)
  await writeFile(at('a.jpg'), '')
  t.equal((await library.read('a.jpg')).length, 0)
})

t.test('the root may be a link and is made where it is missing', async (t) => {
  const { root, outside, cache } = await openLibrary(t)
  await symlink(outside, join(root, '../linked'))
  const linked = await createFolderLibrary({ root: join(root, '../linked'), cacheFolder: cache, pixelsMax })
  t.equal(linked.root, join(root, '../linked'))
  t.equal(text(await linked.read('secret.jpg')), 'secret')

  await createFolderLibrary({ root: join(root, '../new/images'), cacheFolder: cache, pixelsMax })
  t.ok((await lstat(join(root, '../new/images'))).isDirectory())
})

t.test('a root that is a file is refused as a setting', async (t) => {
  const { outside, cache } = await openLibrary(t)
  const open = (root: string) => createFolderLibrary({ root, cacheFolder: cache, pixelsMax })
  t.equal(await codeOf(open(join(outside, 'secret.jpg'))), 'CONFIG_INVALID')
  t.equal(await codeOf(open(join(outside, 'secret.jpg/below'))), 'CONFIG_INVALID')
})

t.test('links are followed inside the root and refused where they leave it', async (t) => {
  const { library, at, outside } = await openLibrary(t)
  await makeFolders(library.root, 'real')
  await writeFile(at('real/a.jpg'), 'inside')
  const links = [
    ['real/a.jpg', 'file-in'],
    ['real', 'folder-in'],
    [join(outside, 'secret.jpg'), 'file-out'],
    [outside, 'folder-out'],
    ['../outside', 'folder-out-relative'],
    ['/', 'slash'],
    ['nowhere', 'dangling'],
    ['loop-b', 'loop-a'],
    ['loop-a', 'loop-b'],
    // A sibling whose name begins with the root's.
    ['../images-other', 'prefix'],
  ] as const
  await mkdir(join(library.root, '../images-other'))
  await writeFile(join(library.root, '../images-other/a.jpg'), 'other')
  for (const [target, name] of links) await symlink(target, at(name))

  const expected: [path: string, code: string][] = [
    ['file-in', 'none'],
    ['folder-in/a.jpg', 'none'],
    ['file-out', 'PATH_INVALID'],
    ['folder-out/secret.jpg', 'PATH_INVALID'],
    ['folder-out-relative/secret.jpg', 'PATH_INVALID'],
    ['slash/etc/passwd', 'PATH_INVALID'],
    ['prefix/a.jpg', 'PATH_INVALID'],
    ['dangling', 'FILE_NOT_FOUND'],
    ['loop-a', 'FILE_NOT_FOUND'],
    ['loop-a/b.jpg', 'FILE_NOT_FOUND'],
  ]
  for (const [path, code] of expected) {
    t.equal(await codeOf(library.read(path)), code, `read ${path}`)
    t.equal(await codeOf(library.stat(path)), code, `stat ${path}`)
    t.equal(await codeOf(library.open(path)), code, `open ${path}`)
  }
  t.same(await library.stat('folder-in/a.jpg'), await library.stat('real/a.jpg'), 'of the file, not of the link')
})

t.test('what is missing or no regular file is FILE_NOT_FOUND, and nothing hangs', async (t) => {
  const { library, at } = await openLibrary(t)
  await makeFolders(library.root, 'folder')
  await writeFile(at('file.jpg'), 'x')
  execFileSync('mkfifo', [at('fifo.jpg')])
  for (const path of ['none.jpg', 'none/a.jpg', 'folder', 'file.jpg/a.jpg', 'fifo.jpg', 'é.jpg']) {
    t.equal(await codeOf(library.read(path)), 'FILE_NOT_FOUND', `read ${path}`)
    t.equal(await codeOf(library.open(path)), 'FILE_NOT_FOUND', `open ${path}`)
    t.equal(await codeOf(library.stat(path)), 'FILE_NOT_FOUND', `stat ${path}`)
  }
})

t.test('a stream gives the file that it was opened on, whatever is put in its place', async (t) => {
  const { library } = await openLibrary(t)
  await library.write('a.jpg', bytes('first'), { overwrite: false })
  const { file, stream } = await library.open('a.jpg')
  await library.write('a.jpg', bytes('second'), { overwrite: true })
  t.equal(text(await buffer(stream)), 'first')
  t.equal(file.sizeBytes, 5)
})

t.test('a stream of a file that is cut short meanwhile fails', async (t) => {
  const { library, at } = await openLibrary(t)
  // More than is read ahead.
  await writeFile(at('a.jpg'), Buffer.alloc(2_000_000))
  const { stream } = await library.open('a.jpg')
  await truncate(at('a.jpg'), 1_500_000)
  await t.rejects(buffer(stream), /ended early: 500000 bytes/)
})

t.test('every call refuses a path that is not allowed', async (t) => {
  const { library } = await openLibrary(t)
  for (const path of ['../outside/secret.jpg', '/etc/passwd', 'a\\b', 'a\0b', '.hidden', '']) {
    t.equal(await codeOf(library.read(path)), 'PATH_INVALID', `read ${path}`)
    t.equal(await codeOf(library.stat(path)), 'PATH_INVALID', `stat ${path}`)
    t.equal(await codeOf(library.write(path, bytes('x'), { overwrite: true })), 'PATH_INVALID', `write ${path}`)
    t.equal(await codeOf(library.remove(path)), 'PATH_INVALID', `remove ${path}`)
    t.equal(await codeOf(library.thumbnail(path, '0'.repeat(64), 'small')), 'PATH_INVALID', `thumbnail ${path}`)
  }
})

t.test('names in decomposed form on disk are found, replaced and removed by the canonical path', async (t) => {
  const { library, at } = await openLibrary(t)
  await makeFolders(library.root, 'Cafe\u0301')
  await writeFile(at(nfc.normalize('NFD')), 'decomposed')
  t.equal(text(await library.read(nfc)), 'decomposed')
  t.equal(text(await library.read(nfc.normalize('NFD'))), 'decomposed', 'however it is asked for')
  t.equal(await codeOf(library.write(nfc, bytes('new'), { overwrite: false })), 'PATH_TAKEN')
  await library.write(nfc, bytes('new'), { overwrite: true })
  await library.write('Caf\u00e9/other.jpg', bytes('beside'), { overwrite: false })
  t.same(await readdir(library.root), ['Cafe\u0301'], 'no second folder')
  t.same((await readdir(at('Cafe\u0301'))).sort(), ['other.jpg', 're\u0301sume\u0301.jpg'])
  t.equal(text(await library.read(nfc)), 'new')
  await library.remove(nfc)
  t.same(await readdir(at('Cafe\u0301')), ['other.jpg'])
})

t.test('a folder that is swapped for a link while files are read never gives bytes from outside', async (t) => {
  const { library, at, root, outside } = await openLibrary(t)
  await makeFolders(library.root, 'here')
  await writeFile(at('here/secret.jpg'), 'inside')
  await symlink(outside, at('link'))
  const seen = new Map<string, number>()
  const stop = await startSwapping(root)
  try {
    const areBothMet = () => seen.has('inside') && seen.has('PATH_INVALID')
    for (let i = 0; i < 2000 || (i < 200_000 && !areBothMet()); i++) {
      const bytesRead = i % 2 === 0 ? library.read('here/secret.jpg') : readStream(library, 'here/secret.jpg')
      const outcome = await bytesRead.then(text, (error) => error.code)
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
    }
  } finally {
    await stop()
  }
  t.notOk(seen.has('secret'))
  t.ok(seen.has('inside'), 'the folder was met')
  t.ok(seen.has('PATH_INVALID'), 'the link was met')
})

t.test('a folder that is swapped for a link while files are written lets none out', async (t) => {
  const { library, at, root, outside } = await openLibrary(t)
  await makeFolders(library.root, 'here')
  await symlink(outside, at('link'))
  const codes = new Set<string>()
  const stop = await startSwapping(root)
  try {
    for (let i = 0; i < 300 || (i < 20_000 && !codes.has('PATH_INVALID')); i++) {
      codes.add(await codeOf(library.write(`here/${i}.jpg`, bytes('x'), { overwrite: false })))
    }
  } finally {
    await stop()
  }
  t.same(await readdir(outside), ['secret.jpg'])
  t.ok(codes.has('none'), 'the folder was met')
  t.ok(codes.has('PATH_INVALID'), 'the link was met')
})

t.test('a folder that is swapped for a link while files are removed takes none from outside', async (t) => {
  const { library, at, root, outside } = await openLibrary(t)
  await makeFolders(library.root, 'here')
  await writeFile(at('here/keep.jpg'), 'x')
  await symlink(outside, at('link'))
  const codes = new Set<string>()
  const stop = await startSwapping(root)
  try {
    for (let i = 0; i < 1000 || (i < 100_000 && !codes.has('PATH_INVALID')); i++) {
      codes.add(await codeOf(library.remove('here/secret.jpg')))
    }
  } finally {
    await stop()
  }
  t.same(await readdir(outside), ['secret.jpg'])
  t.same([...codes].sort(), ['PATH_INVALID', 'none'])
})

/** Lets the folder `here` and the link `link` change places over and over, until the returned function is called. */
async function startSwapping(root: string): Promise<() => Promise<void>> {
  const isStopped = new Int32Array(new SharedArrayBuffer(4))
  const code = `
    const { renameSync, rmSync } = require('node:fs')
    const { parentPort, workerData } = require('node:worker_threads')
    const at = (name) => workerData.root + '/' + name
    const move = (from, to) => {
      while (true) {
        try { return renameSync(at(from), at(to)) } catch {}
        // A write has found nothing there, and made the folder anew.
        try { rmSync(at(to), { recursive: true }) } catch {}
      }
    }
    parentPort.postMessage('started')
    while (!Atomics.load(workerData.isStopped, 0)) {
      move('here', 'folder'); move('link', 'here')
      move('here', 'link'); move('folder', 'here')
    }`
  const worker = new Worker(code, { eval: true, workerData: { root, isStopped } })
  await once(worker, 'message')
  return async () => {
    Atomics.store(isStopped, 0, 1)
    await once(worker, 'exit')
  }
}

t.test('write makes the folders it needs and leaves nothing else behind', async (t) => {
  const { library, at, cache } = await openLibrary(t)
  await library.write('uploads/2025/08/a.jpg', bytes('hello'), { overwrite: false })
  t.equal(await readFile(at('uploads/2025/08/a.jpg'), 'utf8'), 'hello')
  t.same(await readdir(at('uploads/2025/08')), ['a.jpg'])
  t.same(await readdir(join(cache, 'writes')), [])
})

t.test('write leaves a file that exists alone unless it is to be replaced', async (t) => {
  const { library, at } = await openLibrary(t)
  await library.write('a.jpg', bytes('old'), { overwrite: false })
  t.equal(await codeOf(library.write('a.jpg', bytes('new'), { overwrite: false })), 'PATH_TAKEN')
  t.equal(await readFile(at('a.jpg'), 'utf8'), 'old')
  await library.write('a.jpg', bytes('new'), { overwrite: true })
  t.equal(await readFile(at('a.jpg'), 'utf8'), 'new')
  t.same(await readdir(library.root), ['a.jpg'])
})

t.test('of many writes to one new path exactly one wins, whole', async (t) => {
  const { library, at } = await openLibrary(t)
  const writes = Array.from({ length: 20 }, (_, i) =>
    codeOf(library.write('new/a.jpg', bytes(`${i}`.repeat(50_000)), { overwrite: false })),
  )
  const codes = await Promise.all(writes)
  const winner = codes.indexOf('none')
  t.equal(codes.filter((code) => code === 'none').length, 1)
  t.equal(codes.filter((code) => code === 'PATH_TAKEN').length, 19)
  t.equal(await readFile(at('new/a.jpg'), 'utf8'), `${winner}`.repeat(50_000))
  t.same(await readdir(at('new')), ['a.jpg'])
})

t.test('a reader sees the old or the new bytes while a file is replaced, never a mixture', async (t) => {
  const { library } = await openLibrary(t)
  const versions = ['a', 'b'].map((letter) => letter.repeat(300_000))
  await library.write('a.jpg', bytes(versions[0]!), { overwrite: false })
  let isDone = false
  const writing = (async () => {
    for (let i = 0; i < 20; i++) await library.write('a.jpg', bytes(versions[i % 2]!), { overwrite: true })
  })().finally(() => {
    isDone = true
  })
  const odd: number[] = []
  while (!isDone) {
    const found = text(await library.read('a.jpg'))
    if (!versions.includes(found)) odd.push(found.length)
  }
  await writing
  t.same(odd, [])
})

t.test('write refuses what stands in its way', async (t) => {
  const { library, at, outside } = await openLibrary(t)
  await makeFolders(library.root, 'folder', 'real')
  await writeFile(at('file'), 'x')
  await symlink(outside, at('out'))
  await symlink('real', at('in'))
  await symlink('nowhere', at('dangling'))
  await symlink('file', at('to-file'))
  await symlink(join(outside, 'new.jpg'), at('new-out'))
  const expected: [path: string, code: string][] = [
    ['folder', 'PATH_TAKEN'],
    ['file/a.jpg', 'PATH_TAKEN'],
    ['to-file/a.jpg', 'PATH_TAKEN'],
    ['dangling/a.jpg', 'PATH_TAKEN'],
    ['out/a.jpg', 'PATH_INVALID'],
    ['out/deeper/a.jpg', 'PATH_INVALID'],
    ['CON.jpg', 'PATH_INVALID'],
    ['in/a.jpg', 'none'],
  ]
  for (const [path, code] of expected) {
    t.equal(await codeOf(library.write(path, bytes('x'), { overwrite: true })), code, path)
  }
  t.equal(
    await codeOf(library.write('new-out', bytes('x'), { overwrite: false })),
    'PATH_TAKEN',
    'a link is not written through',
  )
  await library.write('new-out', bytes('x'), { overwrite: true })
  t.notOk((await lstat(at('new-out'))).isSymbolicLink(), 'it is replaced itself')
  t.same(await readdir(outside), ['secret.jpg'], 'nothing was written outside')
  t.ok(existsSync(at('real/a.jpg')))
})

t.test('a write that fails leaves no temporary file', async (t) => {
  const { library, cache } = await openLibrary(t)
  await makeFolders(library.root, 'folder')
  t.equal(await codeOf(library.write('folder', bytes('x'), { overwrite: true })), 'PATH_TAKEN')
  t.same(await readdir(library.root), ['folder'])
  t.same(await readdir(join(cache, 'writes')), [])
})

t.test('a cache folder that cannot be written to is INTERNAL, with the cause kept', async (t) => {
  const { library, cache } = await openLibrary(t)
  await rm(join(cache, 'writes'), { recursive: true, force: true })
  await writeFile(join(cache, 'writes'), 'in the way')
  await t.rejects(library.write('a.jpg', bytes('x'), { overwrite: false }), {
    code: 'INTERNAL',
    message: 'The cache folder cannot be written to.',
    cause: { code: 'EEXIST' },
  })
})

t.test('leftovers of a crash are removed at the next start, and nothing else', async (t) => {
  const { library, open, at, cache, outside } = await openLibrary(t)
  await makeFolders(library.root, 'uploads/2025')
  await mkdir(join(cache, 'writes'), { recursive: true })
  const leave = async (id: string, path: string) => {
    await writeFile(path, 'half')
    await writeFile(join(cache, 'writes', id), path)
  }
  await leave('half', at('uploads/2025/.likeness-half'))
  await leave('forged-name', at('uploads/2025/photo.jpg'))
  await leave('forged-place', join(outside, '.likeness-forged-place'))
  await leave('gone', at('uploads/2025/.likeness-gone'))
  await rm(at('uploads/2025/.likeness-gone'))
  await mkdir(join(cache, 'writes/a-folder'))
  await open()
  t.same((await readdir(at('uploads/2025'))).sort(), ['photo.jpg'])
  t.ok(existsSync(join(outside, '.likeness-forged-place')))
  t.same(await readdir(join(cache, 'writes')), ['a-folder'])
})

t.test('a write starts over when the start of another process takes its temporary file away', async (t) => {
  const { library, open, at, cache } = await openLibrary(t)
  const picture = Buffer.alloc(16_000_000, 'x')
  const writing = library.write('a.jpg', picture, { overwrite: true })
  while ((await readdir(join(cache, 'writes')).catch(() => [])).length === 0) await setImmediate()
  await open()
  await writing
  t.ok((await readFile(at('a.jpg'))).equals(picture))
  t.same(await readdir(library.root), ['a.jpg'])
})

t.test('remove takes the file and the folders it leaves empty, never the root', async (t) => {
  const { library, at } = await openLibrary(t)
  await library.write('a/b/c/d.jpg', bytes('x'), { overwrite: false })
  await library.write('a/e.jpg', bytes('x'), { overwrite: false })
  await library.remove('a/b/c/d.jpg')
  t.same(await readdir(at('a')), ['e.jpg'])
  await library.remove('a/e.jpg')
  t.same(await readdir(library.root), [])
  await library.remove('a/e.jpg')
  await library.remove('never/was.jpg')
  await library.write('top.jpg', bytes('x'), { overwrite: false })
  await library.remove('top.jpg')
  t.ok(existsSync(library.root))
})

t.test('remove takes a link itself and reaches nothing outside', async (t) => {
  const { library, at, outside } = await openLibrary(t)
  await makeFolders(library.root, 'real', 'folder')
  await writeFile(at('real/a.jpg'), 'x')
  await symlink('real', at('in'))
  await symlink(outside, at('out'))
  await symlink(join(outside, 'secret.jpg'), at('link.jpg'))
  t.equal(await codeOf(library.remove('out/secret.jpg')), 'PATH_INVALID')
  await library.remove('link.jpg')
  t.same(await readdir(outside), ['secret.jpg'])
  await library.remove('in/a.jpg')
  t.ok(existsSync(at('real')), 'the folder behind a link stays, or the link would lead nowhere')
  t.equal(await codeOf(library.remove('folder')), 'FILE_NOT_FOUND')
  t.ok(existsSync(at('folder')))
  t.notOk(existsSync(at('link.jpg')))
})

t.test('writes survive removals that take their new folder away', async (t) => {
  const { library, at } = await openLibrary(t)
  for (let i = 0; i < 20; i++) {
    await library.write('a/b/old.jpg', bytes('x'), { overwrite: true })
    await Promise.all([library.remove('a/b/old.jpg'), library.write('a/b/new.jpg', bytes('x'), { overwrite: true })])
    t.ok(existsSync(at('a/b/new.jpg')))
    await library.remove('a/b/new.jpg')
  }
})

t.test('a file whose folder was renamed is found at its new path only', async (t) => {
  const { library, at } = await openLibrary(t)
  await library.write('a/b.jpg', bytes('x'), { overwrite: false })
  await rename(at('a'), at('c'))
  t.equal(await codeOf(library.read('a/b.jpg')), 'FILE_NOT_FOUND')
  t.equal(text(await library.read('c/b.jpg')), 'x')
})

t.test('where the root is gone nothing is told of its files', async (t) => {
  const { library, root, at } = await openLibrary(t)
  await makeFolders(root, 'phone')
  await writeFile(at('phone/a.jpg'), 'hello')
  const begun = library.walk()
  await rename(root, `${root}-away`)
  const calls = [
    library.stat('phone/a.jpg'),
    library.read('phone/a.jpg'),
    library.open('phone/a.jpg'),
    library.write('phone/b.jpg', bytes('b'), { overwrite: false }),
    library.write('c.jpg', bytes('c'), { overwrite: true }),
    library.remove('phone/a.jpg'),
    library.thumbnail('phone/a.jpg', '0'.repeat(64), 'small'),
    collect(begun),
    collect(library.walk('phone')),
  ]
  t.same(await Promise.all(calls.map(codeOf)), Array(calls.length).fill('LIBRARY_UNAVAILABLE'))
  t.notOk(existsSync(root), 'it is not made anew')
  await rename(`${root}-away`, root)
  t.equal(text(await library.read('phone/a.jpg')), 'hello')
  t.equal(await codeOf(library.stat('phone/b.jpg')), 'FILE_NOT_FOUND')
})

t.test('a library that may only be read refuses what would change it, and serves what it has', async (t) => {
  const { library, root, cache, at } = await openLibrary(t)
  await writeFile(at('a.jpg'), 'hello')
  await chmod(cache, 0o777)
  await chmod(root, 0o555)
  // Root may write everywhere.
  const isRoot = process.getuid?.() === 0
  if (isRoot) process.seteuid!(65534)
  try {
    const calls = [
      library.write('b.jpg', bytes('b'), { overwrite: false }),
      library.write('a.jpg', bytes('b'), { overwrite: true }),
      library.write('sub/b.jpg', bytes('b'), { overwrite: false }),
      library.remove('a.jpg'),
    ]
    t.same(await Promise.all(calls.map(codeOf)), Array(calls.length).fill('LIBRARY_UNAVAILABLE'))
  } finally {
    if (isRoot) process.seteuid!(0)
    await chmod(root, 0o755)
  }
  t.equal(text(await library.read('a.jpg')), 'hello')
})

t.test('a root that may not be read is told as such, and a file that may not be as itself', async (t) => {
  const { library, root, cache, at } = await openLibrary(t)
  await makeFolders(root, 'phone')
  for (const path of ['phone/a.jpg', 'b.jpg']) await writeFile(at(path), 'hello')
  await chmod(cache, 0o777)
  const asNobody = async <T>(path: string, work: () => Promise<T>): Promise<T> => {
    await chmod(path, 0)
    const isRoot = process.getuid?.() === 0
    if (isRoot) process.seteuid!(65534)
    try {
      return await work()
    } finally {
      if (isRoot) process.seteuid!(0)
      await chmod(path, 0o755)
    }
  }
  const codes = () =>
    Promise.all(
      [
        library.stat('phone/a.jpg'),
        library.read('b.jpg'),
        library.open('b.jpg'),
        library.thumbnail('b.jpg', '0'.repeat(64), 'small'),
        collect(library.walk()),
        collect(library.walk('phone')),
      ].map(codeOf),
    )
  t.same(new Set(await asNobody(root, codes)), new Set(['LIBRARY_UNAVAILABLE']))
  await asNobody(at('b.jpg'), async () => {
    await t.rejects(library.read('b.jpg'), { code: 'INTERNAL', message: /permissions/ })
    t.equal(text(await library.read('phone/a.jpg')), 'hello')
  })
})
