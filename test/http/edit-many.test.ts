// POST /images/update and /images/delete: all images that match a filter, told first and done then; and GET /stats.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'tap'
import type { ManyResult } from '../../src/http/schemas/edit-many.ts'
import type { Image } from '../../src/http/schemas/image.ts'
import type { Stats } from '../../src/http/schemas/stats.ts'
import { addAt, ask, json } from '../support/client.ts'
import { startService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'

test('changes and removals by filter', async (t) => {
  const { url, imagesDir } = await startService(t)
  const send = (what: 'update' | 'delete', body: object) => ask<ManyResult>(`${url}/images/${what}`, json(body))
  const tagsOf = async (id: string) => (await ask<Image>(`${url}/images/${id}`)).body.tags
  const idsOf = ({ matched }: ManyResult) => matched.map(({ image_id }) => image_id)
  let bytes = 0
  for (let i = 10; i < 15; i++) {
    const path = `${i < 13 ? 'phone' : 'camera'}/i${i}.jpg`
    const picture = await solidJpeg(`#0000${i}`)
    bytes += picture.length
    await addAt(url, path, picture, { image_id: `i${i}`, tags: ['old'] })
  }
  const phone = { path_prefix: 'phone/' }

  await t.test('by default it is only told', async (t) => {
    const { status, body } = await send('update', { filter: phone, add_tags: ['new'] })
    t.equal(status, 200)
    t.strictSame(idsOf(body), ['i10', 'i11', 'i12'])
    t.match(body, { dry_run: true, failed: [], next_cursor: null })
    t.strictSame(await tagsOf('i10'), ['old'])
    t.strictSame(idsOf((await send('delete', { filter: {} })).body), ['i10', 'i11', 'i12', 'i13', 'i14'])
    t.strictSame(await tagsOf('i14'), ['old'])
  })

  await t.test('tags come and go beside the others, and fields are set', async (t) => {
    const set = { taken_at: '2024-05-17T20:03:00+02:00' }
    t.match(await send('update', { filter: phone, add_tags: ['new', 'old'], set, dry_run: false }), { status: 200 })
    t.match((await ask<Image>(`${url}/images/i11`)).body, {
      tags: ['old', 'new'],
      taken_at: '2024-05-17T18:03:00.000Z',
    })
    t.strictSame(await tagsOf('i13'), ['old'], 'those that do not match stay as they are')
    await send('update', { filter: phone, remove_tags: ['old'], dry_run: false })
    t.strictSame(await tagsOf('i11'), ['new'])
  })

  await t.test('an image that would have too many tags is told, and the others are changed', async (t) => {
    const many = Array.from({ length: 64 }, (_, i) => `tag ${i}`)
    await send('update', { filter: { path_prefix: 'phone/i10' }, set: { tags: many }, dry_run: false })
    const { body } = await send('update', { filter: phone, add_tags: ['one more'], dry_run: false })
    t.match(body.failed, [{ image_id: 'i10', code: 'VALIDATION_FAILED' }])
    t.equal((await tagsOf('i10')).length, 64)
    t.strictSame(await tagsOf('i12'), ['new', 'one more'])
  })

  await t.test('pages follow each other, also while their images are removed', async (t) => {
    t.match((await ask<Stats>(`${url}/stats`)).body, {
      images: 5,
      formats: { jpeg: 5 },
      picture_bytes: bytes,
      model: { name: 'builtin', dims: 512 },
    })
    const removed: string[] = []
    let cursor: string | undefined
    do {
      const { body } = await send('delete', { filter: phone, dry_run: false, limit: 2, ...(cursor && { cursor }) })
      removed.push(...idsOf(body))
      cursor = body.next_cursor ?? undefined
    } while (cursor !== undefined)
    t.strictSame(removed, ['i10', 'i11', 'i12'])
    t.notOk(existsSync(join(imagesDir, 'phone')), 'their files were uploaded')
    t.match((await ask<Stats>(`${url}/stats`)).body, { images: 2 })
  })

  await t.test('what is no request is refused with its place', async (t) => {
    for (const [what, body, pointer] of [
      ['update', { add_tags: ['x'] }, '/filter'],
      ['update', { filter: {} }, 'must have set'],
      ['update', { filter: {}, set: {} }, '/set'],
      ['delete', {}, '/filter'],
      ['delete', { filter: {}, limit: 1001 }, '/limit'],
    ] as const) {
      const answer = await send(what, body)
      t.match(answer, { status: 400, body: { code: 'VALIDATION_FAILED' } })
      t.match(JSON.stringify(answer.body), pointer)
    }
    t.match(await send('delete', { filter: {}, cursor: 'none' }), { status: 400, body: { code: 'CURSOR_INVALID' } })
  })
})
