// PATH arguments: which place of the library each names, and what is refused.
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Test, test } from 'tap'
import { resolveLibraryPaths } from '../../src/cli/library-paths.ts'
import { checkRelativePath } from '../../src/library/safe-path.ts'

async function makeFolders(t: Test) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'likeness-paths-')))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const root = join(folder, 'photos')
  await mkdir(join(root, '2024/may'), { recursive: true })
  await mkdir(join(root, '2024-more'))
  await mkdir(join(root, 'both'))
  await mkdir(join(folder, 'both'))
  await mkdir(join(folder, 'elsewhere'))
  await writeFile(join(root, '2024/a.jpg'), '')
  const library = { root, folder: root, checkPath: checkRelativePath }
  return { folder, root, library }
}

test('no argument means the whole library', async (t) => {
  const { folder, library } = await makeFolders(t)
  t.same(await resolveLibraryPaths([], { library, workingFolder: folder }), [''])
})

test('an argument may be absolute, relative to the working folder or relative to the root', async (t) => {
  const { root, folder, library } = await makeFolders(t)
  const of = (argument: string, workingFolder: string) => resolveLibraryPaths([argument], { library, workingFolder })
  t.same(await of(join(root, '2024'), folder), ['2024'])
  t.same(await of(root, folder), [''])
  t.same(await of('photos/2024/a.jpg', folder), ['2024/a.jpg'])
  t.same(await of('.', join(root, '2024')), ['2024'])
  t.same(await of('may', join(root, '2024')), ['2024/may'])
  t.same(await of('2024/may/', folder), ['2024/may'])
})

test('the working folder wins where the library lies there, and else the root', async (t) => {
  const { root, folder, library } = await makeFolders(t)
  await mkdir(join(root, '2024/2024'))
  t.same(await resolveLibraryPaths(['2024'], { library, workingFolder: join(root, '2024') }), ['2024/2024'])
  t.same(await resolveLibraryPaths(['both'], { library, workingFolder: folder }), ['both'])
})

test('a path below another one is not walked twice', async (t) => {
  const { root, folder, library } = await makeFolders(t)
  const of = (...some: string[]) => resolveLibraryPaths(some, { library, workingFolder: folder })
  t.same(await of('2024/may', '2024', '2024-more', '2024'), ['2024', '2024-more'])
  t.same(await of('2024', root), [''])
})

test('what lies outside of the library is refused, also behind a link', async (t) => {
  const { root, folder, library } = await makeFolders(t)
  await symlink(join(folder, 'elsewhere'), join(root, 'link'))
  const of = (argument: string) => resolveLibraryPaths([argument], { library, workingFolder: folder })
  await t.rejects(of('elsewhere'), { code: 'PATH_INVALID', message: /"elsewhere" lies outside of the library/ })
  await t.rejects(of('..'), { code: 'PATH_INVALID' })
  await t.rejects(of('photos/link'), { code: 'PATH_INVALID' })
  await t.rejects(of('nowhere'), { code: 'FILE_NOT_FOUND', message: 'There is no file or folder "nowhere".' })
})

test('in object storage an argument is a path of the library, with or without its address', async (t) => {
  const library = { root: 's3://photos/family', folder: null, checkPath: checkRelativePath }
  const of = (...some: string[]) => resolveLibraryPaths(some, { library, workingFolder: '/' })
  t.same(await of(), [''])
  t.same(await of('2024/may/'), ['2024/may'])
  t.same(await of('s3://photos/family/2024', '2024/may', 'Cafe\u0301'), ['2024', 'Caf\u00e9'])
  t.same(await of('2024', 's3://photos/family/'), [''])
  t.same(await of('s3://photos/family'), [''])
  t.same(await of('.'), [''])
  for (const argument of ['../other', '/2024', 's3://photos/family-more/2024']) {
    await t.rejects(of(argument), { code: 'PATH_INVALID' }, argument)
  }
})
