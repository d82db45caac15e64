// Near duplicates over HTTP and by the command: hits that are folded, and the report on the library.
import sharp from 'sharp'
import { test } from 'tap'
import type { DuplicateReport } from '../../src/http/schemas/duplicates.ts'
import type { SearchResult } from '../../src/http/schemas/search-result.ts'
import { runCli } from '../cli/run-command.ts'
import { addAt, ask, json, pathsOf, search } from '../support/client.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { startService } from '../support/service.ts'

const others = ['animals/german-shepherd.jpg', 'food/coffee-cup.jpg', 'nature/dahlia.jpg', 'space/rocket-launch.jpg']
const cat = await readSamplePhoto('animals/chelsea-cat.jpg')
const bee = await readSamplePhoto('animals/honey-bee.jpg')

/** As people make them: smaller, compressed again, a little brighter, trimmed at the edge. */
async function variantsOf(bytes: Buffer): Promise<Record<string, Buffer>> {
  const { width, height } = await sharp(bytes).metadata()
  const edge = Math.round(width * 0.02)
  const inner = { left: edge, top: edge, width: width - 2 * edge, height: height - 2 * edge }
  return {
    smaller: await sharp(bytes)
      .resize(Math.round(width / 2))
      .jpeg()
      .toBuffer(),
    compressed: await sharp(bytes).jpeg({ quality: 50 }).toBuffer(),
    brighter: await sharp(bytes).modulate({ brightness: 1.1 }).jpeg().toBuffer(),
    trimmed: await sharp(bytes).extract(inner).jpeg().toBuffer(),
    png: await sharp(bytes).png().toBuffer(),
  }
}

test('near duplicates', async (t) => {
  const { url, dataDir } = await startService(t)
  for (const path of others) await addAt(url, path, await readSamplePhoto(path))
  for (const [name, bytes] of [
    ['cat', cat],
    ['bee', bee],
  ] as const) {
    await addAt(url, `${name}/a-original.jpg`, bytes)
    for (const [how, variant] of Object.entries(await variantsOf(bytes))) {
      if (name === 'cat' || how === 'smaller') await addAt(url, `${name}/${how}.jpg`, variant)
    }
  }
  const byText = (body: object) => search(`${url}/search/text`, json(body))

  await t.test('a collapsed search answers each picture once, with the copies behind it', async (t) => {
    const plain = await byText({ query: 'a cat', k: 5 })
    t.ok(
      pathsOf(plain.body.hits).every((path) => path!.startsWith('cat/')),
      'where all hits are one picture otherwise',
    )
    const { hits } = (await byText({ query: 'a cat', k: 5, collapse: 'near_duplicates' })).body
    t.equal(hits.length, 5)
    t.equal(hits[0]!.relative_path, pathsOf(plain.body.hits)[0], 'the best of them')
    t.equal(hits[0]!.duplicates!.count, 5)
    t.equal(new Set([hits[0]!.image_id, ...hits[0]!.duplicates!.image_ids]).size, 6)
    t.equal(hits.filter(({ relative_path: path }) => path!.startsWith('cat/')).length, 1)
    t.notOk('duplicates' in plain.body.hits[0]!)
  })

  await t.test('its pages hold each picture once too', async (t) => {
    const seen: string[] = []
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const { body }: { body: SearchResult } = await byText({
        query: 'a cat',
        k: 2,
        collapse: 'near_duplicates',
        cursor,
      })
      seen.push(...(pathsOf(body.hits) as string[]).map((path) => path.split('/').slice(0, 2).join('/')))
      cursor = body.next_cursor
    }
    t.equal(seen.length, others.length + 2)
    t.equal(seen.filter((path) => path.startsWith('cat/')).length, 1)
    t.equal(seen.filter((path) => path.startsWith('bee/')).length, 1)
  })

  await t.test('the report lists the groups, the largest first', async (t) => {
    const { status, body } = await ask<DuplicateReport>(`${url}/images/duplicates`)
    t.equal(status, 200)
    t.match(body, { images: 12, groups_total: 2, duplicates_total: 6 })
    t.same(
      body.groups.map(({ count, images }) => [
        count,
        new Set(images.map(({ relative_path: path }) => path.split('/')[0])),
      ]),
      [
        [6, new Set(['cat'])],
        [2, new Set(['bee'])],
      ],
    )
    t.ok(body.groups.every(({ similarity }) => similarity >= 0.95 && similarity <= 1))
    const one = await ask<DuplicateReport>(`${url}/images/duplicates?limit=1`)
    t.match(one.body, { groups_total: 2, groups: [{ count: 6 }] })
    t.equal(one.body.groups.length, 1)
    const filter = JSON.stringify({ path_prefix: 'bee/' })
    const bees = await ask<DuplicateReport>(`${url}/images/duplicates?filter=${encodeURIComponent(filter)}`)
    t.match(bees.body, { images: 2, groups_total: 1 })
    const strict = await ask<DuplicateReport>(`${url}/images/duplicates?min_similarity=1`)
    t.match(strict.body, { images: 12, groups_total: 1 }, 'a PNG of a JPEG has its very pixels')
    t.match(await ask(`${url}/images/duplicates?min_similarity=0.5`), {
      status: 400,
      body: { errors: [{ pointer: '/min_similarity' }] },
    })
  })

  await t.test('so does the command, beside the service', async (t) => {
    const env = { DATA_DIR: dataDir }
    const { code, stdout } = await runCli(t, ['duplicates', '--json'], { env })
    t.equal(code, 0)
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    t.same(
      lines.map(({ count }) => count),
      [6, 2],
    )
    const words = await runCli(t, ['duplicates'], { env })
    t.match(words.stdout, /^6 images, similarity 0\.9\d\d or more\n {2}cat\/a-original\.jpg\n/)
    t.match(words.stdout, /6 duplicates in 2 groups among 12 images\n$/)
    t.match(await runCli(t, ['duplicates', '--min-similarity', 'much'], { env }), { code: 2, stderr: /from 0\.8 to 1/ })
  })
})
