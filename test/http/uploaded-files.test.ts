// Where the files of POST /images land, and which of them the service takes away again.
import { existsSync, globSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'tap'
import type { ImagePage } from '../../src/http/schemas/image.ts'
import { addAt, addImages, ask } from '../support/client.ts'
import { startService } from '../support/service.ts'
import { solidJpeg } from '../support/solid-pictures.ts'

const uploads = () => `uploads/${new Date().toISOString().slice(0, 7).replace('-', '/')}`

test('the files of uploads', async (t) => {
  const { url, imagesDir } = await startService(t)
  const onDisk = (path: string) => join(imagesDir, path)
  const allFiles = () => globSync('**/{*,.*}', { cwd: imagesDir, withFileTypes: true }).filter((one) => one.isFile())
  const remove = async (imageId: string) => (await fetch(`${url}/images/${imageId}`, { method: 'DELETE' })).status
  const total = async () => (await ask<ImagePage>(`${url}/images?limit=1`)).body.total
  const add = async (name: string, color: string, relative_path?: string, options = {}) => {
    const file = { name, bytes: await solidJpeg(color) }
    const answer = await addImages(url, [file], { metadata: [{ relative_path }], ...options })
    return { ...answer, bytes: file.bytes, result: answer.body.results?.[0] }
  }

  await t.test('a file without a path lands below uploads, by year and month, under its own name', async (t) => {
    const { result, bytes } = await add('Holiday 1.jpg', '#100000')
    t.match(result, { image: { relative_path: `${uploads()}/Holiday 1.jpg`, image_name: 'Holiday 1.jpg' } })
    t.ok(bytes.equals(await readFile(onDisk(result!.image!.relative_path))))
  })

  await t.test('other bytes under the same name get a suffix, the same bytes are unchanged', async (t) => {
    const first = await add('same.jpg', '#200000')
    const other = await add('same.jpg', '#210000')
    const suffix = other.result!.image!.content_sha256!.slice(0, 12)
    t.equal(other.result!.image!.relative_path, `${uploads()}/same-${suffix}.jpg`)
    t.equal(other.result!.image!.image_name, 'same.jpg')
    for (const color of ['#200000', '#210000']) t.equal((await add('same.jpg', color)).result!.status, 'unchanged')
    t.ok(first.bytes.equals(await readFile(onDisk(`${uploads()}/same.jpg`))), 'the first file is untouched')
  })

  await t.test('files of one name and other bytes in one request all stay, also with overwrite', async (t) => {
    for (const overwrite of ['false', 'true']) {
      const colors = ['#220000', '#230000', '#240000']
      const name = `twins-${overwrite}.jpg`
      const files = await Promise.all(colors.map(async (color) => ({ name, bytes: await solidJpeg(color) })))
      const { body } = await addImages(url, files, { overwrite })
      t.strictSame(
        body.results.map(({ status }) => status),
        ['created', 'created', 'created'],
      )
      for (const [i, { image }] of body.results.entries()) {
        t.ok(files[i]!.bytes.equals(await readFile(onDisk(image!.relative_path))), image!.relative_path)
      }
    }
  })

  await t.test('other bytes at a given path are a 409, unless overwrite says so', async (t) => {
    const first = await add('x.jpg', '#300000', 'album/one.jpg')
    const refused = await add('x.jpg', '#310000', 'album/one.jpg')
    t.match(refused, { status: 409, body: { code: 'PATH_TAKEN' } })
    t.ok(first.bytes.equals(await readFile(onDisk('album/one.jpg'))))
    const replaced = await add('x.jpg', '#310000', 'album/one.jpg', { overwrite: 'true' })
    t.match(replaced, { status: 200, result: { status: 'updated' } })
    t.equal(replaced.result!.image!.image_id, first.result!.image!.image_id)
    t.not(replaced.result!.image!.content_sha256, first.result!.image!.content_sha256)
    t.ok(replaced.bytes.equals(await readFile(onDisk('album/one.jpg'))))
  })

  await t.test('a file that no record knows is guarded against other bytes as well', async (t) => {
    await mkdir(onDisk('mine'))
    await writeFile(onDisk('mine/notes.jpg'), 'my own')
    t.match(await add('x.jpg', '#320000', 'mine/notes.jpg'), { status: 409, body: { code: 'PATH_TAKEN' } })
    t.equal(await readFile(onDisk('mine/notes.jpg'), 'utf8'), 'my own')
  })

  await t.test('the file of an upload goes with its record, and its empty folder too', async (t) => {
    const { image_id } = await addAt(url, 'gone/with/it.jpg', await solidJpeg('#400000'))
    t.equal(await remove(image_id), 204)
    t.notOk(existsSync(onDisk('gone')))
    t.equal((await ask(`${url}/images/${image_id}`)).status, 404)
  })

  await t.test('a file that lay in the library is taken up as it is, and stays when its record goes', async (t) => {
    const path = 'by/hand.jpg'
    const bytes = await solidJpeg('#500000')
    await mkdir(dirname(onDisk(path)))
    await writeFile(onDisk(path), bytes)
    const { image_id } = await addAt(url, path, bytes)
    t.equal(await remove(image_id), 204)
    t.ok(bytes.equals(await readFile(onDisk(path))))
  })

  await t.test('a deleted picture stays out with restore=false and comes back by default', async (t) => {
    const { image_id } = await addAt(url, 'back/again.jpg', await solidJpeg('#600000'))
    await remove(image_id)
    const refused = await add('x.jpg', '#600000', 'back/again.jpg', { restore: 'false' })
    t.match(refused, { status: 409, body: { code: 'IMAGE_DELETED' } })
    t.notOk(existsSync(onDisk('back')), 'nothing was written')
    t.match(await add('x.jpg', '#600000', 'back/again.jpg'), { status: 201, result: { image: { image_id } } })
    t.equal((await add('x.jpg', '#600000', 'back/again.jpg', { restore: 'false' })).result!.status, 'unchanged')
  })

  await t.test('an upload that fails leaves no file, no record and no temporary file', async (t) => {
    await addAt(url, 'held.jpg', await solidJpeg('#700000'), { image_id: 'held' })
    const before = [allFiles().length, await total()]
    const good = await solidJpeg('#710000')
    const failing: [Uint8Array, object][] = [
      [good.subarray(0, good.length / 2), { relative_path: 'fails/cut.jpg' }],
      [Buffer.from('GIF89a'), { relative_path: 'fails/stub.gif' }],
      [good, { relative_path: 'fails/id.jpg', image_id: 'held' }],
      [good, { relative_path: '../fails.jpg' }],
      [good, { relative_path: 'held.jpg' }],
    ]
    for (const [bytes, metadata] of failing) {
      const { status } = await addImages(url, [{ name: 'x.jpg', bytes }], { metadata: [metadata] })
      t.ok(status >= 400 && status < 500, `${JSON.stringify(metadata)} is a ${status}`)
    }
    t.strictSame([allFiles().length, await total()], before)
    t.notOk(existsSync(onDisk('fails')))
    t.strictSame(
      allFiles().filter(({ name }) => name.startsWith('.')),
      [],
    )
  })
})
