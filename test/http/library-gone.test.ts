// A library folder that goes away while the service runs, as a disk that is unmounted: it is told as such, nothing is taken for removed,
// and all is well once it is back.
import { rename } from 'node:fs/promises'
import { test } from 'tap'
import { addAt, addImages, ask, json, search } from '../support/client.ts'
import { startService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'

test('pictures of a folder that is gone are not forgotten, and none can be added', async (t) => {
  const { url, imagesDir } = await startService(t)
  const { image_id, links } = await addAt(url, 'phone/a.jpg', await solidJpeg('#405060'))
  const bytes = await solidJpeg('#708090')
  const away = { status: 503, body: { code: 'LIBRARY_UNAVAILABLE' } }

  await rename(imagesDir, `${imagesDir}-away`)
  t.match(await ask(url + links.content), away)
  t.match(await ask(url + links.thumbnail), away)
  t.match(await ask(`${url}/images/prune`, json({ dry_run: false })), away)
  t.match(await ask(`${url}/images/${image_id}/similar?k=1`), { status: 200 }, 'searches need no file')
  const refused = await addImages(url, [{ name: 'late.jpg', bytes }])
  t.match(refused, away)
  t.equal(refused.headers.get('retry-after'), '5')
  for (const path of ['', 'phone']) t.match(await ask(`${url}/jobs/ingest`, json({ path })), away)

  await rename(`${imagesDir}-away`, imagesDir)
  t.match(await ask(`${url}/images/prune`, json({ dry_run: false })), {
    status: 200,
    body: { checked: 1, missing: [] },
  })
  t.equal((await addImages(url, [{ name: 'late.jpg', bytes }])).status, 201)
  t.equal((await search(`${url}/search/text?q=grey&k=5`)).body.hits.length, 2)
})

test('what is removed while the folder is gone does not come back with it', async (t) => {
  const { url, imagesDir } = await startService(t)
  const { image_id } = await addAt(url, 'a.jpg', await solidJpeg('#405060'))
  await rename(imagesDir, `${imagesDir}-away`)
  await ask(`${url}/images/${image_id}`, { method: 'DELETE' })
  await rename(`${imagesDir}-away`, imagesDir)
  await ask(`${url}/images/${image_id}`, { method: 'DELETE' })
  t.match(await ask(`${url}/images/${image_id}`), { status: 404 })
  t.match(await ask(`${url}/images`), { body: { images: [] } })
})
