// Walking a library: order, links, odd names, and places that cannot be entered.
import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { createFolderLibrary } from '../../src/library/folder.ts'
import type { WalkEntry } from '../../src/library/library.ts'
import { codeOf, collect, makeFolders, openLibrary, pixelsMax } from './open-library.ts'

const pathsOf = (entries: WalkEntry[]) => entries.map((entry) => entry.relativePath)
const skippedOf = (entries: WalkEntry[]) =>
  entries.flatMap((entry) => (entry.kind === 'skipped' ? [[entry.relativePath, entry.reason]] : []))

t.test('walk yields every file with its size and time', async (t) => {
  const { library, at } = await openLibrary(t)
  await makeFolders(library.root, 'phone/2025')
  await writeFile(at('phone/2025/a.jpg'), 'hello')
  await utimes(at('phone/2025/a.jpg'), 1_700_000_000, 1_700_000_000)
  t.same(await collect(library.walk()), [
    { kind: 'file', relativePath: 'phone/2025/a.jpg', sizeBytes: 5, modifiedMs: 1_700_000_000_000 },
  ])
})

t.test('walk goes in the order of whole paths, not of names within a folder', async (t) => {
  const { library, at } = await openLibrary(t)
  // "-" and " " sort before "/", "0" after it.
  const paths = [
    'a-b.jpg',
    'a b.jpg',
    'a/z.jpg',
    'a/b/c.jpg',
    'a/b-c.jpg',
    'a.jpg',
    'a0.jpg',
    'B.jpg',
    'é.jpg',
    '写/x.jpg',
  ]
  await makeFolders(library.root, 'a/b', '写', 'empty')
  for (const path of paths) await writeFile(at(path), '')
  t.same(pathsOf(await collect(library.walk())), paths.sort())
})

t.test('walk starts at a folder or a file', async (t) => {
  const { library, at } = await openLibrary(t)
  await makeFolders(library.root, 'a/b', 'c')
  for (const path of ['a/b/1.jpg', 'a/2.jpg', 'c/3.jpg']) await writeFile(at(path), '')
  t.same(pathsOf(await collect(library.walk('a'))), ['a/2.jpg', 'a/b/1.jpg'])
  t.same(pathsOf(await collect(library.walk('a/b/1.jpg'))), ['a/b/1.jpg'])
})

t.test('walk of a place that is missing or not allowed rejects', async (t) => {
  const { library, at, outside } = await openLibrary(t)
  await symlink(outside, at('out'))
  await makeFolders(library.root, '.hidden')
  await symlink('.hidden', at('to-hidden'))
  t.equal(await codeOf(collect(library.walk('none'))), 'FILE_NOT_FOUND')
  t.equal(await codeOf(collect(library.walk('out'))), 'PATH_INVALID')
  t.equal(await codeOf(collect(library.walk('../outside'))), 'PATH_INVALID')
  t.equal(await codeOf(collect(library.walk('.hidden'))), 'PATH_INVALID')
  t.equal(await codeOf(collect(library.walk('to-hidden'))), 'PATH_INVALID')
})

t.test('walk skips links with a reason, so that each file appears once and no cycle traps it', async (t) => {
  const { library, at, outside } = await openLibrary(t)
  await makeFolders(library.root, 'real')
  await writeFile(at('real/a.jpg'), '')
  await symlink('a.jpg', at('real/b.jpg'))
  await symlink('..', at('real/parent'))
  await symlink('real', at('again'))
  await symlink(outside, at('out'))
  await symlink(join(outside, 'secret.jpg'), at('out.jpg'))
  await symlink('nowhere', at('dangling'))
  const entries = await collect(library.walk())
  t.same(pathsOf(entries.filter(({ kind }) => kind === 'file')), ['real/a.jpg'])
  t.same(skippedOf(entries), [
    ['again', 'A link; what it leads to is found at its own place.'],
    ['dangling', 'A link that leads nowhere.'],
    ['out', 'A link that leads out of the library.'],
    ['out.jpg', 'A link that leads out of the library.'],
    ['real/b.jpg', 'A link; what it leads to is found at its own place.'],
    ['real/parent', 'A link; what it leads to is found at its own place.'],
  ])
})

t.test('walk that starts at a link yields the files under their real paths', async (t) => {
  const { library, at } = await openLibrary(t)
  await makeFolders(library.root, 'real/deep')
  await writeFile(at('real/deep/a.jpg'), '')
  await symlink('real/deep', at('short'))
  await symlink('.', at('self'))
  t.same(pathsOf(await collect(library.walk('short'))), ['real/deep/a.jpg'])
  t.ok(pathsOf(await collect(library.walk('self'))).includes('real/deep/a.jpg'))
})

t.test('walk passes over hidden files and folders and temporary files in silence', async (t) => {
  const { library, at } = await openLibrary(t)
  await makeFolders(library.root, '.git', 'a/.thumbnails')
  for (const path of ['.DS_Store', '.git/x.jpg', 'a/.thumbnails/x.jpg', 'a/.likeness-6f1c', 'a/b.jpg']) {
    await writeFile(at(path), '')
  }
  t.same(pathsOf(await collect(library.walk())), ['a/b.jpg'])
})

t.test('names in decomposed form come in canonical form, and can be read by it', async (t) => {
  const { library, at } = await openLibrary(t)
  await makeFolders(library.root, 'Cafe\u0301')
  await writeFile(at('Cafe\u0301/re\u0301sume\u0301.jpg'), 'x')
  const [entry, ...rest] = await collect(library.walk())
  t.same(rest, [])
  t.equal(entry?.relativePath, 'Caf\u00e9/r\u00e9sum\u00e9.jpg')
  t.equal((await library.read(entry!.relativePath)).length, 1)
})

t.test('walk skips, with a reason, every name under which the file could not be found again', async (t) => {
  const { library, at } = await openLibrary(t)
  await writeFile(Buffer.concat([Buffer.from(at('latin-')), Buffer.from([0xe9]), Buffer.from('.jpg')]), '')
  for (const name of ['back\\slash.jpg', 'new\nline.jpg', 'c:drive.jpg']) await writeFile(at(name), '')
  // One letter composed, the other not.
  await writeFile(at('mixed-\u00e9e\u0301.jpg'), '')
  await writeFile(at('twin-\u00e9.jpg'), 'composed')
  await writeFile(at('twin-e\u0301.jpg'), 'decomposed')
  const entries = await collect(library.walk())
  t.same(pathsOf(entries.filter(({ kind }) => kind === 'file')), ['twin-\u00e9.jpg'])
  t.same(skippedOf(entries), [
    ['back\\slash.jpg', 'The path holds a backslash; put "/" between folders.'],
    ['c:drive.jpg', 'The path is absolute; give it relative to the library root.'],
    ['latin-\ufffd.jpg', 'The name is not valid UTF-8.'],
    ['mixed-\u00e9\u00e9.jpg', 'The name is in neither of Unicode’s normal forms (NFC, NFD).'],
    ['new\ufffdline.jpg', 'The path holds a control character.'],
    ['twin-\u00e9.jpg', 'Another file has the same name in Unicode’s composed form (NFC).'],
  ])
})

t.test('everything that walk yields can be read, names that are not for writing too', async (t) => {
  const { library, at } = await openLibrary(t)
  const names = [
    'CON.jpg',
    'Screenshot 12:30:22.png',
    ' a',
    'b ',
    'c.',
    'what?.jpg',
    '~',
    '-',
    '日本.jpg',
    '🐈‍⬛.webp',
    '%2e',
  ]
  for (const name of names) await writeFile(at(name), name)
  const entries = await collect(library.walk())
  t.same(pathsOf(entries), names.sort())
  for (const { relativePath } of entries) {
    t.equal(Buffer.from(await library.read(relativePath)).toString(), relativePath)
  }
})

t.test('walk skips what is no regular file', async (t) => {
  const { library, at } = await openLibrary(t)
  execFileSync('mkfifo', [at('fifo.jpg')])
  t.same(await collect(library.walk()), [{ kind: 'skipped', relativePath: 'fifo.jpg', reason: 'Not a regular file.' }])
  t.same(skippedOf(await collect(library.walk('fifo.jpg'))), [['fifo.jpg', 'Not a regular file.']])
})

t.test('a folder that is too deep for a path is skipped', async (t) => {
  const { library, at } = await openLibrary(t)
  const deep = Array.from({ length: 6 }, () => 'x'.repeat(200)).join('/')
  await mkdir(at(deep), { recursive: true })
  await writeFile(at(`${deep}/a.jpg`), '')
  const [entry] = await collect(library.walk())
  t.match(entry, { kind: 'skipped', reason: 'The path is longer than 1024 bytes.' })
})

t.test('a folder that vanishes during the walk is skipped, and the walk goes on', async (t) => {
  const { library, at } = await openLibrary(t)
  await makeFolders(library.root, 'b')
  for (const path of ['a.jpg', 'b/x.jpg', 'c.jpg', 'd.jpg']) await writeFile(at(path), '')
  const seen: WalkEntry[] = []
  for await (const entry of library.walk()) {
    if (entry.relativePath === 'a.jpg') {
      await rm(at('b'), { recursive: true })
      await rm(at('c.jpg'))
    }
    seen.push(entry)
  }
  t.same(pathsOf(seen), ['a.jpg', 'b', 'c.jpg', 'd.jpg'])
  t.same(skippedOf(seen), [
    ['b', 'The folder cannot be read (ENOENT).'],
    ['c.jpg', 'The file cannot be read (ENOENT).'],
  ])
})

t.test('a folder without permission is skipped, and the walk goes on', async (t) => {
  // Permissions do not bind root, so for the walk the process becomes nobody, who must be able to get there.
  const root = await mkdtemp(join(tmpdir(), 'likeness-walk-'))
  t.teardown(() => rm(root, { recursive: true }))
  await chmod(root, 0o755)
  await makeFolders(root, 'closed')
  for (const path of ['closed/x.jpg', 'open.jpg']) await writeFile(join(root, path), '')
  await chmod(join(root, 'closed'), 0)
  const library = await createFolderLibrary({ root, cacheFolder: t.testdir(), pixelsMax })
  const isRoot = process.geteuid!() === 0
  const nobody = 65534
  if (isRoot) process.seteuid!(nobody)
  try {
    const entries = await collect(library.walk())
    t.same(pathsOf(entries), ['closed', 'open.jpg'])
    t.same(skippedOf(entries), [['closed', 'The folder cannot be read (EACCES).']])
  } finally {
    if (isRoot) process.seteuid!(0)
    await chmod(join(root, 'closed'), 0o755)
  }
})

t.test(
  'a walk that is left early holds no folder open',
  { skip: process.platform !== 'linux' && 'needs /proc' },
  async (t) => {
    const { library, at } = await openLibrary(t)
    await makeFolders(library.root, 'a')
    for (const path of ['a/1.jpg', 'a/2.jpg', 'b.jpg']) await writeFile(at(path), '')
    for await (const entry of library.walk()) {
      t.equal(entry.relativePath, 'a/1.jpg')
      break
    }
    const listing = execFileSync('ls', ['-l', `/proc/${process.pid}/fd`], { encoding: 'utf8' })
    t.notMatch(listing, library.root)
  },
)
