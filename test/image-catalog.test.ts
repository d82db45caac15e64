// The library as a set of images when something fails or comes between: records, vectors and files stay in step.
import { existsSync, globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'tap'
import { createImageCatalog } from '../src/image-catalog.ts'
import { startParts, type TestParts } from './support/parts.ts'
import { solidJpeg } from './support/solid-pictures.ts'

const plain = { overwrite: false, restore: true }

test('the catalogue of images', async (t) => {
  const parts = await startParts(t)
  const { store, library, embedder, changeNotes, readMetadata, imagesDir } = parts
  /** The catalogue over the real parts, with single functions of theirs replaced. */
  const over = (replaced: { [Part in keyof TestParts]?: Partial<TestParts[Part]> } = {}) =>
    createImageCatalog({
      embedder: { ...embedder, ...replaced.embedder },
      store: { ...store, ...replaced.store },
      library: { ...library, ...replaced.library },
      changeNotes: { ...changeNotes, ...replaced.changeNotes },
      readMetadata,
    })
  const catalog = over()
  const add = async (relativePath: string, color: string, options = plain, by = catalog) =>
    (await by.add([{ relativePath, bytes: await solidJpeg(color) }], options))[0]!
  const created = async (relativePath: string, color: string) => {
    const outcome = await add(relativePath, color)
    if (outcome.status !== 'created') throw new Error('not created')
    return outcome.record
  }
  const fails = async () => {
    throw new Error('disk full')
  }

  await t.test('a picture whose record cannot be written leaves no file', async (t) => {
    const outcome = await add('fails/new.jpg', '#100000', plain, over({ store: { upsert: fails } }))
    t.match(outcome, { status: 'failed', error: { message: 'disk full' } })
    t.notOk(existsSync(join(imagesDir, 'fails')))
    t.match(await add('fails/new.jpg', '#100000'), { status: 'created' })
  })

  await t.test('a picture whose file cannot be written leaves no record', async (t) => {
    const outcome = await add('fails/file.jpg', '#110000', plain, over({ library: { write: fails } }))
    t.match(outcome, { status: 'failed', error: { message: 'disk full' } })
    t.strictSame(await store.getByPath(['fails/file.jpg']), [null])
  })

  await t.test('work that is given up while it is embedded writes nothing', async (t) => {
    const controller = new AbortController()
    const embedImage: typeof embedder.embedImage = async (bytes) => {
      const embedded = await embedder.embedImage(bytes)
      controller.abort(new Error('the client left'))
      return embedded
    }
    const options = { ...plain, signal: controller.signal }
    const outcome = await add('gone/x.jpg', '#200000', options, over({ embedder: { embedImage } }))
    t.match(outcome, { status: 'failed', error: { message: 'the client left' } })
    t.notOk(existsSync(join(imagesDir, 'gone')))
    t.strictSame(await store.getByPath(['gone/x.jpg']), [null])
  })

  await t.test('what lies in the library is taken up without a look at the file', async (t) => {
    const untouched = over({ library: { write: fails, read: fails, stat: fails } })
    const options = { ...plain, inLibrary: true }
    const first = await add('walked/x.jpg', '#300000', options, untouched)
    t.match(first, { status: 'created', record: { origin: 'ingest' } })
    t.match(await add('walked/x.jpg', '#300000', options, untouched), { status: 'unchanged' })
    t.match(await add('walked/x.jpg', '#310000', options, untouched), { status: 'updated' })
  })

  await t.test('a picture that is there already is not embedded again', async (t) => {
    await created('known/x.jpg', '#400000')
    const outcome = await add('known/x.jpg', '#400000', plain, over({ embedder: { embedImage: fails } }))
    t.match(outcome, { status: 'unchanged' })
  })

  await t.test('a file that went missing is written again, under the record that is there', async (t) => {
    const { imageId } = await created('lost/x.jpg', '#410000')
    await library.remove('lost/x.jpg')
    t.match(await add('lost/x.jpg', '#410000'), { status: 'updated', record: { imageId } })
    t.ok((await readFile(join(imagesDir, 'lost/x.jpg'))).equals(await solidJpeg('#410000')))
  })

  await t.test('metadata that is changed while the picture is replaced is kept', async (t) => {
    const { imageId } = await created('race/patch.jpg', '#500000')
    let change: Promise<unknown> = Promise.resolve()
    const slow = over({
      library: {
        async write(...args) {
          change = slow.change(imageId, { tags: ['changed meanwhile'] })
          // Enough for a change that does not wait to be done before the record is written.
          await sleep(50)
          await library.write(...args)
        },
      },
    })
    const outcome = await add('race/patch.jpg', '#510000', { overwrite: true, restore: true }, slow)
    await change
    t.match(outcome, { status: 'updated' })
    t.match(await catalog.get(imageId), { tags: ['changed meanwhile'] })
  })

  await t.test(
    'metadata that an upload of the same bytes brings while the picture is replaced is not lost',
    async (t) => {
      const { imageId } = await created('race/again.jpg', '#550000')
      const again = { relativePath: 'race/again.jpg', bytes: await solidJpeg('#550000'), tags: ['brought meanwhile'] }
      let bringing: ReturnType<typeof catalog.add> | undefined
      const slow = over({
        library: {
          async write(...args) {
            // Once: the second upload comes to write as well, and would bring a third.
            bringing ??= slow.add([again], plain)
            await sleep(50)
            await library.write(...args)
          },
        },
      })
      await add('race/again.jpg', '#560000', { overwrite: true, restore: true }, slow)
      const [outcome] = await bringing!
      const { tags } = await catalog.get(imageId)
      // Refused for the other bytes that lie there by then; acknowledged tags would have to be there.
      t.match(outcome, { status: 'failed', error: { code: 'PATH_TAKEN' } })
      t.strictSame(tags, [])
    },
  )

  await t.test('a picture that is removed while it is replaced is gone, file and record', async (t) => {
    const { imageId } = await created('race/remove.jpg', '#520000')
    let removal: Promise<unknown> = Promise.resolve()
    const slow = over({
      library: {
        async write(...args) {
          removal = slow.remove(imageId)
          await sleep(50)
          await library.write(...args)
        },
      },
    })
    await add('race/remove.jpg', '#530000', { overwrite: true, restore: true }, slow)
    await removal
    t.strictSame(await store.get([imageId]), [null])
    t.notOk(existsSync(join(imagesDir, 'race/remove.jpg')))
  })

  await t.test('a picture that is removed just as it is found unchanged is added anew', async (t) => {
    const { imageId } = await created('race/vanish.jpg', '#540000')
    const vanishing = over({
      store: {
        async update() {
          await catalog.remove(imageId)
          return null
        },
      },
    })
    const upload = { relativePath: 'race/vanish.jpg', bytes: await solidJpeg('#540000'), tags: ['new'] }
    t.match(await vanishing.add([upload], plain), [{ status: 'created', record: { imageId, tags: ['new'] } }])
    t.ok(existsSync(join(imagesDir, 'race/vanish.jpg')))
  })

  await t.test('many changes to one path at once end with one record and the file that it describes', async (t) => {
    const colors = Array.from({ length: 8 }, (_, i) => `#6${i}0000`)
    const options = { overwrite: true, restore: true }
    const outcomes = await Promise.all(colors.map((color) => add('race/many.jpg', color, options)))
    t.strictSame(outcomes.map(({ status }) => status).sort(), [
      'created',
      ...Array.from({ length: 7 }, () => 'updated'),
    ])
    const [record] = await store.getByPath(['race/many.jpg'])
    const { file, stream } = await (await catalog.content(record!.imageId)).open()
    t.equal(file.sizeBytes, record!.sizeBytes)
    const last =
      colors[outcomes.findIndex((one) => 'record' in one && one.record.contentSha256 === record!.contentSha256)]
    t.ok((await buffer(stream)).equals(await solidJpeg(last!)))
  })

  await t.test('no temporary file and no note of an unfinished change is left', async (t) => {
    t.strictSame(await parts.changeNotes.findLeft(), [])
    t.strictSame(globSync('**/.*', { cwd: imagesDir }), [])
  })
})
