// The watch of a folder on a real file system: what comes into new folders as they appear, what moves, and what goes.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Test, test } from 'tap'
import { watchFolder } from '../../src/ingest/watch-folder.ts'

const everything = { takesFile: () => true, entersFolder: () => true }

/** Puts the files there before the watch begins; `until` gathers what comes until all of it has come. */
async function makeWatch(
  t: Test,
  { files, paths = [''], ...options }: { files: string[]; paths?: string[]; lookThroughEveryMs?: number },
) {
  const root = t.testdir()
  const write = async (path: string, text = 'a picture') => {
    await mkdir(join(root, path, '..'), { recursive: true })
    await writeFile(join(root, path), text)
  }
  for (const path of files) await write(path)
  const watch = await watchFolder({ root, paths, selection: everything, ...options })
  t.teardown(() => watch.close())
  async function until(written: string[], gone: string[] = []) {
    const missing = new Set([...written, ...gone.map((path) => `-${path}`)])
    const others: string[] = []
    const ends = AbortSignal.timeout(20_000)
    while (missing.size > 0) {
      const batch = await watch.next(ends)
      if (batch === null) break
      const came = [...batch.written, ...[...batch.gone].map((path) => `-${path}`)]
      for (const path of came) if (!missing.delete(path)) others.push(path)
    }
    return { missing: [...missing], others }
  }
  return { root, watch, write, until }
}

test('each file of many new folders comes', async (t) => {
  const { write, until } = await makeWatch(t, { files: [] })
  const written: string[] = []
  for (let trip = 0; trip < 300; trip++) {
    for (const path of [`${trip}/a.jpg`, `${trip}/day/b.jpg`, `${trip}/c.jpg`]) {
      await write(path)
      written.push(path)
    }
  }
  t.same((await until(written)).missing, [])
})

test('a file that moved, and was then written anew in its new place, comes each time', async (t) => {
  const names = Array.from({ length: 50 }, (_, at) => `${at}.jpg`)
  const { root, write, until } = await makeWatch(t, { files: names })
  const moved = names.map((name) => `${name}.d/moved.jpg`)
  for (const [at, name] of names.entries()) {
    await mkdir(join(root, `${name}.d`))
    await rename(join(root, name), join(root, moved[at]!))
  }
  t.same(await until(moved, names), { missing: [], others: [] })
  for (const path of moved) await write(path, 'another picture')
  t.same(await until(moved), { missing: [], others: [] })
})

test('a folder that moved is gone as a whole, and another of its name is watched in its place', async (t) => {
  const { root, write, until } = await makeWatch(t, { files: ['trip/day/a.jpg'] })
  await rename(join(root, 'trip'), join(root, 'journey'))
  t.same((await until(['journey/day/a.jpg'], ['trip'])).missing, [])
  await write('trip/day/b.jpg')
  await until(['trip/day/b.jpg'])
  await rm(join(root, 'trip'), { recursive: true })
  await write('trip/day/c.jpg')
  t.same((await until(['trip/day/c.jpg'])).missing, [])
  await write('journey/day/d.jpg')
  await write('trip/day/e.jpg')
  t.same((await until(['journey/day/d.jpg', 'trip/day/e.jpg'])).missing, [])
})

test('only what is asked for is told: a file, a folder beside it, nothing hidden', async (t) => {
  const { write, until } = await makeWatch(t, {
    files: ['a/one.jpg', 'a/two.jpg', 'b/deep/three.jpg'],
    paths: ['a/one.jpg', 'b'],
  })
  for (const path of ['a/two.jpg', 'a/one.jpg', 'c/four.jpg', 'b/.hidden.jpg', 'b/.dir/five.jpg', 'b/deep/three.jpg'])
    await write(path)
  t.same(await until(['a/one.jpg', 'b/deep/three.jpg']), { missing: [], others: [] })
})

test('the folder itself may go: the watch ends with the reason', async (t) => {
  const { root, watch } = await makeWatch(t, { files: ['trip/a.jpg'], paths: ['trip'] })
  await rm(join(root, 'trip'), { recursive: true })
  const next = async () => {
    for (;;) await watch.next(AbortSignal.timeout(20_000))
  }
  await t.rejects(next(), { code: 'CONFIG_INVALID', message: /The folder is gone/ })
})

test('all is looked through now and then', async (t) => {
  const { until } = await makeWatch(t, { files: ['trip/a.jpg'], paths: ['trip'], lookThroughEveryMs: 2_500 })
  t.same((await until(['trip'])).missing, [])
})
