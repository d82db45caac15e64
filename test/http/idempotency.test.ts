// Idempotency-Key: an upload that is sent again is answered as it was, and not done again.
import { test } from 'tap'
import type { AddImagesResult } from '../../src/http/schemas/add-images.ts'
import { ask, form, raw } from '../support/client.ts'
import { startService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'

test('uploads under a key', async (t) => {
  const { url } = await startService(t)
  const [red, blue] = [await solidJpeg('#ff0000'), await solidJpeg('#0000ff')]
  const send = (key: string, bytes: Buffer, query = '') => {
    const init = raw(bytes)
    return ask<AddImagesResult>(`${url}/images${query}`, {
      ...init,
      headers: { ...init.headers, 'idempotency-key': key },
    })
  }

  await t.test('the same one again is answered as it was, though the picture is gone by then', async (t) => {
    const first = await send('one', red)
    t.equal(first.status, 201)
    t.equal(first.headers.get('idempotency-replayed'), null)
    const { image_id } = first.body.results[0]!.image!
    await fetch(`${url}/images/${image_id}`, { method: 'DELETE' })
    const again = await send('one', red)
    t.equal(again.status, 201)
    t.equal(again.headers.get('idempotency-replayed'), 'true')
    t.strictSame(again.body, first.body)
    t.equal((await ask(`${url}/images/${image_id}`)).status, 404, 'it was not added again')
  })

  await t.test('another upload under the key is a mistake that is told', async (t) => {
    t.match(await send('one', blue), { status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } })
    t.match(await send('one', red, '?relative_path=x.jpg'), { status: 422 })
    t.equal((await send('two', blue)).status, 201)
  })

  await t.test('a form is the same however it is written', async (t) => {
    const init = form([
      ['image', { name: 'a.jpg', bytes: red }],
      ['image', { name: 'b.jpg', bytes: blue }],
    ])
    const upload = () => ask<AddImagesResult>(`${url}/images`, { ...init, headers: { 'idempotency-key': 'form' } })
    const first = await upload()
    t.equal(first.status, 200)
    t.strictSame((await upload()).body, first.body)
  })

  await t.test('a failure is not kept', async (t) => {
    t.match(await send('bad', Buffer.from('no picture')), { status: 415 })
    t.equal((await send('bad', blue, '?relative_path=good.jpg')).status, 201)
  })

  await t.test('at once, one does it and the others come again', async (t) => {
    const all = await Promise.all([1, 2, 3, 4].map(async () => send('race', red, '?relative_path=race.jpg')))
    const statuses = all.map(({ status }) => status)
    t.ok(
      statuses.every((status) => status === 201 || status === 409),
      statuses.join(),
    )
    t.ok(
      all.filter(({ headers }) => headers.get('idempotency-replayed') === null && headers.get('retry-after') === null)
        .length === 1,
    )
    t.match(await send('race', red, '?relative_path=race.jpg'), { status: 201 })
  })

  await t.test('a key that is none is refused', async (t) => {
    for (const key of ['has space', 'x'.repeat(256)]) t.match(await send(key, red), { status: 400 })
  })
})
