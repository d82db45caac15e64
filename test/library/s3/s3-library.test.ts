// A library in object storage, on a real S3-compatible server: what every library promises, and what is of object storage alone.
import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { type Test, test } from 'tap'
import { createS3Library, type S3LibraryOptions } from '../../../src/library/s3/s3-library.ts'
import { type S3Server, startS3Server } from '../../s3/s3-server.ts'
import { requireNeed } from '../../support/needs.ts'
import { testLibrary } from '../library.conformance.ts'
import { codeOf, collect, pixelsMax } from '../open-library.ts'

const { skip } = requireNeed('s3')
const bytes = (text: string) => new TextEncoder().encode(text)
const silent = { warn: () => {} }

/** A library in a bucket of its own, below a prefix unless the test says otherwise. */
async function openLibrary(t: Test, server: S3Server, changes: Partial<S3LibraryOptions> = {}) {
  const place = { bucket: await server.makeBucket(), keyPrefix: 'family/photos/', cacheFolder: t.testdir({}) }
  const options = { ...place, region: 'us-east-1', endpoint: server.endpoint, pixelsMax, ...changes }
  const put = (key: string, content: string) => server.put(options.bucket, key, content)
  return { library: await createS3Library(options, silent), options, put }
}

test('a library in object storage', { skip }, async (t) => {
  const server = await startS3Server(t)
  const walked = async (entries: Parameters<typeof collect>[0]) =>
    (await collect(entries)).map(({ relativePath }) => relativePath)

  await t.test('it keeps what every library promises', (t) =>
    testLibrary(t, async (t) => (await openLibrary(t, server)).library),
  )

  await t.test('it is called by its address and has no folder', async (t) => {
    const { library, options } = await openLibrary(t, server)
    t.match(library, { root: `s3://${options.bucket}/family/photos`, folder: null })
    const whole = await openLibrary(t, server, { keyPrefix: '' })
    t.equal(whole.library.root, `s3://${whole.options.bucket}`)
  })

  await t.test('it holds what lies below its prefix, and nothing else', async (t) => {
    const { library, options, put } = await openLibrary(t, server)
    for (const key of ['x.jpg', 'family/photos.jpg', 'family/photos-more/x.jpg', 'family/photos/x.jpg'])
      await put(key, key)
    t.same(await walked(library.walk()), ['x.jpg'])
    await library.write('new.jpg', bytes('new'), { overwrite: false })
    const whole = await createS3Library({ ...options, keyPrefix: '' }, silent)
    t.same(await walked(whole.walk()), [
      'family/photos-more/x.jpg',
      'family/photos.jpg',
      'family/photos/new.jpg',
      'family/photos/x.jpg',
      'x.jpg',
    ])
  })

  await t.test('a walk goes over more objects than one listing has', async (t) => {
    const { library, put } = await openLibrary(t, server)
    const names = Array.from({ length: 2_100 }, (_, i) => `many/${String(i).padStart(4, '0')}.jpg`)
    for (let i = 0; i < names.length; i += 50) {
      await Promise.all(names.slice(i, i + 50).map((name) => put(`family/photos/${name}`, '')))
    }
    t.same(await walked(library.walk()), names)
    t.same(await walked(library.walk('many')), names)
  })

  await t.test(
    'keys that are no path of a library are skipped with the reason; hidden ones and folder markers pass',
    async (t) => {
      const { library, put } = await openLibrary(t, server)
      const keys = ['good.jpg', 'marker/', '.trash/x.jpg', 'a/.hidden.jpg', 'Cafe\u0301.jpg', 'back\\slash.jpg']
      for (const key of keys) await put(`family/photos/${key}`, '')
      t.same(await collect(library.walk('', { takesFile: () => true, entersFolder: () => true })), [
        {
          kind: 'skipped',
          relativePath: 'Cafe\u0301.jpg',
          reason: 'The name is not in Unicode’s composed form (NFC).',
        },
        {
          kind: 'skipped',
          relativePath: 'back\\slash.jpg',
          reason: 'The path holds a backslash; put "/" between folders.',
        },
        {
          kind: 'file',
          relativePath: 'good.jpg',
          sizeBytes: 0,
          modifiedMs: (await library.stat('good.jpg')).modifiedMs,
        },
      ])
      t.equal(await codeOf(library.stat('Cafe\u0301.jpg')), 'FILE_NOT_FOUND', 'nor is it found by its path')
    },
  )

  await t.test('a path whose key would be too long with its prefix is refused', async (t) => {
    const { library } = await openLibrary(t, server)
    const path = Array(5).fill('x'.repeat(203)).join('/')
    t.equal(library.checkPath(path), path)
    t.equal(await codeOf(library.write(path, bytes('x'), { overwrite: false })), 'PATH_INVALID')
  })

  await t.test('a bucket that is not there, and credentials that are refused, are told at the start', async (t) => {
    const { options } = await openLibrary(t, server)
    const opening = (changes: Partial<S3LibraryOptions>) => createS3Library({ ...options, ...changes }, silent)
    await t.rejects(opening({ bucket: 'nobody' }), { code: 'CONFIG_INVALID', message: /not there: nobody/ })
    await t.rejects(opening({ region: 'eu-west-1' }), { code: 'CONFIG_INVALID', message: /AWS_REGION/ })
    await withEnv(t, { AWS_SECRET_ACCESS_KEY: 'not the secret' }, async () => {
      const error = await opening({}).catch((error) => error)
      t.match(error, { code: 'CONFIG_INVALID', message: /refuses the credentials.*SignatureDoesNotMatch/ })
      t.notMatch(JSON.stringify([error, error.cause, error.cause?.message]), /not the secret|StringToSign|Credential=/)
    })
    await withEnv(t, { AWS_ACCESS_KEY_ID: 'nobody' }, () =>
      t.rejects(opening({}), { code: 'CONFIG_INVALID', message: /refuses the credentials/ }),
    )
    await withEnv(t, { AWS_ACCESS_KEY_ID: '' }, () =>
      t.rejects(opening({}), { code: 'CONFIG_INVALID', message: /needs credentials/ }),
    )
  })

  await t.test('a bucket that is removed is not taken for one without pictures', async (t) => {
    const { options } = await openLibrary(t, server)
    // Opened while the storage does not answer, as a bucket that was there is taken to be there for a while.
    await server.stop()
    const late = await createS3Library({ ...options, bucket: 'nobody' }, silent)
    await server.start()
    t.equal(await codeOf(late.stat('a.jpg')), 'LIBRARY_UNAVAILABLE')
  })

  await t.test('a storage that goes away is told in time, and works again when it is back', async (t) => {
    const { library, options } = await openLibrary(t, server)
    await library.write('a.jpg', bytes('hello'), { overwrite: false })
    await server.stop()
    const beganMs = performance.now()
    const calls = [
      library.stat('a.jpg'),
      library.read('a.jpg'),
      library.open('a.jpg'),
      library.write('b.jpg', bytes('x'), { overwrite: false }),
      library.remove('a.jpg'),
      collect(library.walk()),
      library.thumbnail('a.jpg', '0'.repeat(64), 'small'),
    ]
    t.same(await Promise.all(calls.map(codeOf)), Array(calls.length).fill('LIBRARY_UNAVAILABLE'))
    t.ok(performance.now() - beganMs < 10_000)
    const warnings: string[] = []
    const late = await createS3Library(options, { warn: (message) => warnings.push(message) })
    t.match(warnings, [/does not answer/])
    await server.start()
    for (const one of [library, late]) t.equal((await one.read('a.jpg')).length, 5)
  })

  await t.test('a stream whose storage goes away fails', async (t) => {
    const { library } = await openLibrary(t, server)
    await library.write('large.jpg', Buffer.alloc(30_000_000), { overwrite: false })
    const { stream } = await library.open('large.jpg')
    await once(stream, 'readable')
    await server.stop()
    await t.rejects(buffer(stream))
    await server.start()
  })
})

async function withEnv(t: Test, changes: Record<string, string>, work: () => Promise<unknown>): Promise<void> {
  const before = Object.keys(changes).map((name) => [name, process.env[name]!] as const)
  Object.assign(process.env, changes)
  try {
    await work()
  } finally {
    Object.assign(process.env, Object.fromEntries(before))
  }
  t.pass()
}
