// The TypeScript client against a live service: every operation, and what it adds to them.
import { type Test, test } from 'tap'
import { createLikenessClient } from '../../clients/typescript/src/likeness-client.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'
import { photos, startLiveService } from './live-service.ts'
import { unitVector } from './unit-vector.ts'

type Client = ReturnType<typeof createLikenessClient>

async function readFile(path: string): Promise<File> {
  return new File([new Uint8Array(await readSamplePhoto(path))], path.slice(path.lastIndexOf('/') + 1), {
    type: 'image/jpeg',
  })
}

test('every operation of the contract can be called through the TypeScript client', async (t) => {
  const service = await startLiveService(t)
  const client = createLikenessClient({ baseUrl: service.url, apiKey: service.apiKey })
  await t.test('health and metrics', (t) => callHealth(t, client))
  await t.test('searches', (t) => callSearches(t, client))
  await t.test('uploads and records', (t) => callUploads(t, client))
  await t.test('imports', (t) => callImport(t, client))
  await t.test('jobs', (t) => callJobs(t, client))
  await t.test('many images at once', (t) => callMany(t, client))
  t.strictSame(await service.uncalledOperations(), [], 'no operation was left out')
})

async function callHealth(t: Test, client: Client): Promise<void> {
  t.equal((await client.getLiveness()).status, 'live')
  t.equal((await client.getReadiness()).model?.name, 'builtin')
  t.match(await client.getMetrics(), /^# HELP /m, 'the metrics come as text')
  t.equal((await client.getStats()).images, photos.length)
  const { data } = await client.listModels()
  t.equal((await client.getModel({ model: data[0]!.id })).id, data[0]!.id)
}

async function callSearches(t: Test, client: Client): Promise<void> {
  const cup = await readFile(photos[0]!)
  const byText = await client.searchByText({
    body: { query: 'a cup of coffee', k: 2, filter: { tags: { all: ['sample'] } } },
  })
  t.equal(byText.hits[0]?.relative_path, photos[0], 'words find the picture')
  t.equal(byText.hits.length, 2)
  const inAddress = await client.searchByTextInAddress({
    q: 'a cup of coffee',
    k: 3,
    fields: ['image_name', 'tags'],
    filter: { path_prefix: 'food/' },
  })
  t.strictSame(
    inAddress.hits.map((hit) => [hit.relative_path, hit.tags]),
    [1, 2, 3].map(() => [undefined, ['sample']]),
    'lists and filters of an address arrive',
  )
  const { image_id } = byText.hits[0]!
  const ways = {
    'a file': await client.searchByImage({ body: cup, k: 1 }),
    bytes: await client.searchByImage({ body: await cup.arrayBuffer(), k: 1 }),
    'a form': await client.searchByImage({
      body: {
        image: cup,
        k: 1,
        fields: ['relative_path'],
        filter: { path_prefix: 'food/' },
        exclude: [{ text: 'fruit' }],
      },
    }),
    'a stored image': await client.searchByImage({ body: { image: { image_id }, k: 1 } }),
  }
  for (const [way, { hits }] of Object.entries(ways)) t.equal(hits.length, 1, `pictures are searched with by ${way}`)
  t.equal(ways['a file'].hits[0]?.image_id, image_id)
  t.equal((await client.findSimilarImages({ image_id, k: 3 })).hits.length, 3)
  const parts = [{ image: { upload: 0 } }, { text: 'at night', weight: 0.5 }]
  t.equal(
    (await client.search({ body: { image: [cup], parts, k: 1 } })).hits[0]?.image_id,
    image_id,
    'a form with parts',
  )
  const searches = [
    { parts: [{ text: 'a rocket' }], k: 1 },
    { parts: [{ image: { image_id } }], k: 1 },
  ]
  const batch = await client.searchBatch({ body: { searches } })
  t.equal(batch.results[0]?.hits[0]?.relative_path, 'space/rocket-launch.jpg')
  const vectors = await client.vectorize({ body: { inputs: [{ text: 'a cat' }, { image: { image_id } }] } })
  t.equal(vectors.vectors.length, 2)
  const embeddings = await client.createEmbeddings({ body: { model: 'builtin', input: ['a cat', 'a dog'] } })
  t.equal(embeddings.data.length, 2)
  const encoded = await client.vectorize({
    body: { text: ['a cat', 'a dog'], image: [cup] },
    encoding_format: 'base64',
  })
  t.strictSame(
    encoded.vectors.map(({ vector }) => typeof vector),
    ['string', 'string', 'string'],
  )
}

async function callUploads(t: Test, client: Client): Promise<void> {
  const file = await readFile('animals/crab.jpg')
  const attributes = { album: 'Porto', rating: 4.5, printed: true }
  const metadata = [{ image_id: 'added', relative_path: 'added/one.jpg', tags: ['added'], attributes }]
  const added = await client.addImages({ body: { image: [file], metadata, overwrite: true }, 'idempotency-key': 'one' })
  t.match(added.results, [{ status: 'created', image: { image_id: 'added', tags: ['added'] } }])
  const again = await client.addImages({
    body: await file.arrayBuffer(),
    relative_path: 'added/two.jpg',
    tags: ['added', 'raw'],
  })
  t.match(again.results, [{ status: 'created', image: { tags: ['added', 'raw'] } }], 'a picture may be the whole body')
  t.equal((await client.getImage({ image_id: 'added' })).relative_path, 'added/one.jpg')
  const patched = await client.updateImage({
    image_id: 'added',
    body: { tags: ['patched'], location: { lat: 1, lon: 2 }, attributes: { rating: null } },
  })
  t.strictSame([patched.tags, patched.location], [['patched'], { lat: 1, lon: 2 }])
  t.strictSame(patched.attributes, { album: 'Porto', printed: true }, 'null takes a value away')
  const porto = { attributes: { album: { any: ['Porto'] }, printed: { is: true } } }
  t.equal((await client.listImages({ filter: porto })).total, 1, 'attributes are filtered by')
  const content = await client.getImageContent({ image_id: 'added' })
  t.strictSame([content.size, content.type], [file.size, 'image/jpeg'], 'the original comes back as a Blob')
  t.equal((await client.getImageThumbnail({ image_id: 'added', size: 'small' })).type, 'image/webp')
  t.equal(await client.deleteImage({ image_id: 'added' }), undefined)
  await t.rejects(client.getImage({ image_id: 'added' }), {
    name: 'ProblemError',
    status: 404,
    code: 'IMAGE_NOT_FOUND',
  })
}

async function callImport(t: Test, client: Client): Promise<void> {
  const model = (await client.getReadiness()).model!
  const document = { image_id: 'imported', relative_path: 'imported/one.jpg', image_embedding: unitVector(model.dims) }
  const lines = await Array.fromAsync(
    await client.importImages({ body: `${JSON.stringify(document)}\n`, model: model.name }),
  )
  t.match(lines, [{ line: 1, image_id: 'imported', status: 'created' }, { summary: { created: 1 } }])
  const stream = new Blob([`${JSON.stringify(document)}\n`]).stream()
  const again = await Array.fromAsync(await client.importImages({ body: stream, model: model.name }))
  t.match(again, [{ status: 'unchanged' }, { summary: { unchanged: 1 } }], 'the body may be a stream')
}

async function callJobs(t: Test, client: Client): Promise<void> {
  const job = await client.startIngestJob({ body: { path: 'food', exclude: ['drafts/'] } })
  const events = await Array.fromAsync(await client.followJob({ job_id: job.job_id }))
  t.match(events.at(-1), { event: 'end', data: { job_id: job.job_id, state: 'succeeded' } }, 'events end with the job')
  t.equal((await client.getJob({ job_id: job.job_id })).state, 'succeeded')
  t.equal((await client.cancelJob({ job_id: job.job_id })).state, 'succeeded', 'one that has ended stays as it is')
  t.equal((await client.listJobs({ limit: 5 })).jobs.length, 1)
}

async function callMany(t: Test, client: Client): Promise<void> {
  const page = await client.listImages({ sort: '-added_at', limit: 2, filter: { tags: { all: ['sample'] } } })
  t.strictSame([page.images.length, page.total], [2, photos.length])
  t.ok((await client.getFacets({ facets: ['tags', 'folder'] })).facets.tags, 'facets are counted')
  t.type((await client.findDuplicates({ min_similarity: 0.99 })).groups, Array)
  const fact = { relative_path: photos[0]!, size_bytes: 1, file_modified_at: '2024-05-17T18:03:00.000Z' }
  t.strictSame((await client.compareFiles({ body: { files: [fact] } })).changed, photos.slice(0, 1))
  t.strictSame((await client.pruneImages({ body: { dry_run: true, filter: { path_prefix: 'food/' } } })).missing, [])
  const filter = { path_prefix: 'added/' }
  t.equal((await client.updateImages({ body: { filter, add_tags: ['many'] } })).matched.length, 1)
  t.equal((await client.deleteImages({ body: { filter } })).matched.length, 1)
}
