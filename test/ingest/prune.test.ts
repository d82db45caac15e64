// Pictures whose files are gone are forgotten where that is asked for, and only those.
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Test, test } from 'tap'
import { createCatalogTarget } from '../../src/ingest/catalog-target.ts'
import { prune } from '../../src/ingest/prune.ts'
import { createServiceTarget } from '../../src/ingest/service-target.ts'
import { addAt, ask, json } from '../support/client.ts'
import { startService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'
import { makeLibrary } from './make-library.ts'

const picture = (i: number) => solidJpeg(`#${(0x102030 + i * 0x050301).toString(16)}`)

async function makeIngested(t: Test, paths: string[]) {
  const made = await makeLibrary(t)
  for (const [i, path] of paths.entries()) await made.write(path, await picture(i))
  await made.ingest()
  const gone: string[] = []
  const target = createCatalogTarget(made.catalog, { restore: false })
  return {
    ...made,
    gone,
    list: async () => (await made.catalog.list({ limit: 1000 })).images.map(({ relativePath }) => relativePath).sort(),
    prune: (changes: { paths?: string[]; isForced?: boolean } = {}) =>
      prune({
        target,
        paths: [''],
        isForced: false,
        isDryRun: false,
        onPruned: (path) => void gone.push(path),
        signal: new AbortController().signal,
        ...changes,
      }),
  }
}

test('what is gone is forgotten, below the paths that are given, and comes again when its file does', async (t) => {
  const { imagesDir, gone, list, ingest, ...made } = await makeIngested(t, ['a.jpg', 'b.jpg', 'sub/c.jpg', 'sub/d.jpg'])
  await rm(join(imagesDir, 'a.jpg'))
  await rename(join(imagesDir, 'sub/c.jpg'), join(imagesDir, '.hidden.jpg'))
  t.same(await made.prune({ paths: ['sub'] }), { checked: 2, missing: 1, isRefused: false })
  t.same(gone, ['sub/c.jpg'])
  t.same(await list(), ['a.jpg', 'b.jpg', 'sub/d.jpg'])
  t.same(await made.prune(), { checked: 3, missing: 1, isRefused: false })
  t.same(await list(), ['b.jpg', 'sub/d.jpg'])
  t.same(await made.prune(), { checked: 2, missing: 0, isRefused: false })
  await rename(join(imagesDir, '.hidden.jpg'), join(imagesDir, 'sub/c.jpg'))
  t.match((await ingest()).counts, { created: 1, skipped: 0 })
})

test('a library that seems to be away is left alone, unless it is forced', async (t) => {
  const paths = Array.from({ length: 30 }, (_, i) => `${i}.jpg`)
  const { imagesDir, gone, list, ...made } = await makeIngested(t, paths)
  for (const path of paths.slice(0, 21)) await rm(join(imagesDir, path))
  t.same(await made.prune(), { checked: 30, missing: 21, isRefused: true })
  t.equal((await list()).length, 30)
  t.same(gone, [])
  t.same(await made.prune({ isForced: true }), { checked: 30, missing: 21, isRefused: false })
  t.same(await list(), paths.slice(21).sort())
  t.equal(gone.length, 21)
})

test('the same through a service, page by page; by default a call only tells', async (t) => {
  const { url, imagesDir } = await startService(t)
  for (let i = 0; i < 5; i++) await addAt(url, `${i}.jpg`, await picture(i))
  for (const i of [1, 3]) await rm(join(imagesDir, `${i}.jpg`))
  type Page = { checked: number; missing: { relative_path: string }[]; next_cursor: string | null }
  const told = await ask<Page>(`${url}/images/prune`, json({}))
  t.match(told, { status: 200, body: { checked: 5, next_cursor: null } })
  t.same(told.body.missing.map(({ relative_path }) => relative_path).sort(), ['1.jpg', '3.jpg'])
  const first = await ask<Page>(`${url}/images/prune`, json({ limit: 3 }))
  const second = await ask<Page>(`${url}/images/prune`, json({ limit: 3, cursor: first.body.next_cursor }))
  t.same([first.body.checked, second.body.checked, second.body.next_cursor], [3, 2, null])
  t.match(await ask(`${url}/images/prune`, json({ cursor: 'nonsense' })), {
    status: 400,
    body: { code: 'CURSOR_INVALID' },
  })
  t.match(await ask(`${url}/images/prune`, json({ limit: 0 })), { status: 400, body: { code: 'VALIDATION_FAILED' } })

  const target = await createServiceTarget({ url, restore: false, timeoutMs: 30_000 })
  const { signal } = new AbortController()
  const summary = await prune({ target, paths: [''], isForced: false, isDryRun: false, onPruned: () => {}, signal })
  t.same(summary, { checked: 5, missing: 2, isRefused: false })
  t.match(await ask(`${url}/images`), { body: { total: 3 } })
})
