// `likeness ingest --watch` beside a service: files that come, change, move and go are taken in as it happens.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'tap'
import type { Image } from '../../src/http/schemas/image.ts'
import { ask } from '../support/client.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { makePlace, runCli, startCli, startServer } from './run-command.ts'

const cat = await readSamplePhoto('animals/chelsea-cat.jpg')
const coffee = await readSamplePhoto('food/coffee-cup.jpg')
const coins = await readSamplePhoto('objects/greek-coins.png')

test('what changes in the library is in the store a moment later', async (t) => {
  const place = await makePlace(t)
  const { imagesDir } = place
  await mkdir(imagesDir, { recursive: true })
  await writeFile(join(imagesDir, 'first.jpg'), cat)
  const server = await startServer(t, place)
  const watching = startCli(t, ['ingest', '--watch', '--prune', '--exclude', 'private/'], place)
  await watching.waitFor('stderr', /Watching for changes/)

  const list = async () => {
    const { body } = await ask<{ images: Image[] }>(`${server.url}/images?limit=100`)
    return new Map(body.images.map((image) => [image.relative_path, image]))
  }
  /** Waits until the paths are those; a test that hangs is ended by tap. */
  async function until(paths: string[]) {
    for (;;) {
      const images = await list()
      if ([...images.keys()].sort().join() === paths.join()) return images
      await sleep(100)
    }
  }
  const before = await until(['first.jpg'])

  await mkdir(join(imagesDir, 'trip/day one'), { recursive: true })
  await mkdir(join(imagesDir, 'private'))
  await writeFile(join(imagesDir, 'private/secret.jpg'), coins)
  await writeFile(join(imagesDir, '.hidden.jpg'), coins)
  await writeFile(join(imagesDir, 'trip/notes.txt'), 'notes')
  await writeFile(join(imagesDir, 'trip/day one/coffee.jpg'), coffee)
  await until(['first.jpg', 'trip/day one/coffee.jpg'])
  await watching.waitFor('stderr', /notes\.txt: UNSUPPORTED_IMAGE_TYPE/)

  t.comment('a file that is renamed keeps its id')
  await rename(join(imagesDir, 'first.jpg'), join(imagesDir, 'trip/renamed.jpg'))
  const moved = await until(['trip/day one/coffee.jpg', 'trip/renamed.jpg'])
  t.equal(moved.get('trip/renamed.jpg')!.image_id, before.get('first.jpg')!.image_id)

  t.comment('one that is written anew is embedded anew')
  await writeFile(join(imagesDir, 'trip/renamed.jpg'), coins)
  for (;;) {
    const { format } = (await list()).get('trip/renamed.jpg')!
    if (format === 'png') break
    await sleep(100)
  }

  await rm(join(imagesDir, 'trip/day one'), { recursive: true })
  await until(['trip/renamed.jpg'])

  watching.child.kill('SIGINT')
  t.equal(await watching.exit, 130)
})

test('watching needs a service, and goes with neither a dry run nor one document of JSON', async (t) => {
  const place = await makePlace(t)
  await mkdir(place.imagesDir, { recursive: true })
  t.match(await runCli(t, ['ingest', '--watch'], place), { code: 2, stderr: /through a running service/ })
  t.match(await runCli(t, ['ingest', '--watch', '--json'], place), { code: 2, stderr: /neither/ })
  t.match(await runCli(t, ['ingest', '--watch', '--dry-run'], place), { code: 2, stderr: /neither/ })
})
