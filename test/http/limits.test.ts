// Load that the service refuses: bytes in flight, and work that waits. What is refused says when to try again.
import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import type { AddImagesResult } from '../../src/http/schemas/add-images.ts'
import { scene } from '../embedder/pixels/pictures.ts'
import { ask, form, json, type PictureFile, raw, vectorize } from '../support/client.ts'
import { startService } from '../support/service.ts'
import { solidPicture } from '../support/solid-pictures.ts'

const overloaded = { status: 503, body: { code: 'OVERLOADED' } }

test('bytes in flight', async (t) => {
  const kibibyte = 1024
  const { url } = await startService(t, {
    env: {
      IMAGE_BYTES_MAX: String(500 * kibibyte),
      REQUEST_BYTES_MAX: String(600 * kibibyte),
      IN_FLIGHT_BYTES_MAX: String(1000 * kibibyte),
    },
  })
  const post = (bytes: number) => ask(`${url}/vectorize`, raw(Buffer.alloc(bytes)))
  const fits = async (bytes: number) => (await post(bytes)).status !== 503

  await t.test('a request that does not fit beside the others is refused, one that does is taken', async (t) => {
    const slow = await startUpload(t, url, `content-length: ${590 * kibibyte}`)
    const refused = await post(450 * kibibyte)
    t.match(refused, overloaded)
    t.ok(Number(refused.headers.get('retry-after')) >= 1)
    t.match(await post(300 * kibibyte), { status: 415 }, 'it is read, and found to be no picture')
    t.equal((await ask(`${url}/images`)).status, 200, 'requests without a body are not concerned')
    slow.destroy()
  })

  await t.test('a body that nobody wants is answered before it comes', async (t) => {
    for (const [line, status] of [
      ['POST /nothing', 404],
      ['DELETE /images/nobody', 415],
    ] as const) {
      const sent = await startUpload(t, url, `content-length: ${590 * kibibyte}`, line)
      await t.resolves(sent.receive(new RegExp(`^HTTP/1.1 ${status} `, 'm')), `${line}: ${status}`)
      sent.destroy()
    }
  })

  await t.test('what a client that went away had declared is free again', async (t) => {
    const slow = await startUpload(t, url, `content-length: ${590 * kibibyte}`)
    t.notOk(await fits(450 * kibibyte))
    slow.destroy()
    t.ok(await becomesTrue(() => fits(450 * kibibyte)))
  })

  await t.test('a body that does not say its length counts as the longest there may be', async (t) => {
    const slow = await startUpload(t, url, 'transfer-encoding: chunked')
    t.notOk(await fits(450 * kibibyte))
    slow.destroy()
    t.ok(await becomesTrue(() => fits(450 * kibibyte)))
  })

  await t.test('requests that were answered, well or ill, leave nothing behind', async (t) => {
    for (let i = 0; i < 10; i++) t.ok(await fits(450 * kibibyte))
    t.equal((await vectorize(url, json({ inputs: [{ text: 'cat' }] }))).status, 200)
    const tooLarge = await startUpload(t, url, `content-length: ${601 * kibibyte}`)
    await tooLarge.receive(/^HTTP\/1\.1 413 /m)
    tooLarge.destroy()
    t.ok(await fits(450 * kibibyte))
  })
})

test('a full queue', async (t) => {
  const { url } = await startService(t, {
    env: { SEARCH_QUEUE_LENGTH_MAX: '8', QUEUE_LENGTH_MAX: '64', CACHE_BYTES_MAX: '0', WORKERS: '1', THREADS: '1' },
  })
  const embed = () => vectorize(url, json({ inputs: [{ text: 'a cat' }] }))

  await t.test('refuses what it cannot hold and carries on with the rest', async (t) => {
    const answers = await Promise.all(Array.from({ length: 40 }, embed))
    const served = answers.filter(({ status }) => status === 200)
    const refused = answers.filter(({ status }) => status !== 200)
    t.ok(served.length > 0, `${served.length} were served`)
    t.ok(refused.length > 0, `${refused.length} were refused`)
    for (const answer of refused) {
      t.match(answer, overloaded)
      t.ok(Number(answer.headers.get('retry-after')) >= 1)
    }
  })

  await t.test('refuses a picture before its bytes come, and no stored one, words or other questions', async (t) => {
    const large = await scene(4000, 3000).jpeg().toBuffer()
    // More than the line holds: it is full when one of them is refused, until the first of the others is done.
    const crowd = Array.from({ length: 20 }, () => ask(`${url}/vectorize`, raw(large)))
    t.match(await Promise.race(crowd), overloaded)
    for (const line of ['POST /vectorize', 'POST /search/image']) {
      const sent = await startUpload(t, url, 'content-length: 100000', line)
      await t.resolves(sent.receive(/^HTTP\/1\.1 503 [\s\S]*retry-after: /im), line)
      sent.destroy()
    }
    const bulk = await startUpload(t, url, 'content-length: 100000', 'POST /images')
    const noPicture = json({ image: { image_id: 'nobody' } })
    t.equal((await ask(`${url}/search/image`, noPicture)).status, 404)
    t.notMatch(bulk.received(), / 503 /, 'the other line has room')
    bulk.destroy()
    await Promise.all(crowd)
  })

  await t.test('refuses an upload as a whole where it has room for none of its files', async (t) => {
    const upload = async (i: number) => {
      const pictures = Array.from({ length: 8 }, (_, j) => solidPicture(`rgb(${i}, ${j}, 7)`).png().toBuffer())
      const files = (await Promise.all(pictures)).map((bytes, j): [string, PictureFile] => [
        'image',
        { name: `${i}-${j}.png`, bytes },
      ])
      const headers = { 'idempotency-key': `upload-${i}` }
      return () => ask<AddImagesResult>(`${url}/images`, { ...form(files), headers })
    }
    const uploads = await Promise.all(Array.from({ length: 30 }, (_, i) => upload(i)))
    const answers = await Promise.all(uploads.map((send) => send()))
    const refused = answers.findIndex(({ status }) => status === 503)
    t.match(answers[refused], overloaded)
    t.ok(Number(answers[refused]!.headers.get('retry-after')) >= 1)
    for (const { body } of answers.filter(({ status }) => status === 200)) {
      t.ok(body.results.some(({ status }) => status === 'created'))
    }
    const again = await uploads[refused]!()
    t.strictSame([again.status, again.body.results.map(({ status }) => status)], [200, Array(8).fill('created')])
    t.notOk(again.headers.has('idempotency-replayed'), 'under the same key')
  })

  await t.test('takes work again when it has caught up', async (t) => {
    t.equal((await embed()).status, 200)
  })
})

/** Opens a request with a body that never comes; resolves when the service has read the head of it. */
async function startUpload(t: Test, url: string, lengthHeader: string, line = 'POST /vectorize') {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const destroy = () => socket.destroy()
  t.teardown(destroy)
  let received = ''
  socket.setEncoding('utf8').on('data', (text) => {
    received += text
  })
  async function receive(pattern: RegExp): Promise<void> {
    while (!pattern.test(received)) await once(socket, 'data')
  }
  const head = [`${line} HTTP/1.1`, 'host: 127.0.0.1', 'content-type: image/jpeg', 'expect: 100-continue']
  socket.write([...head, lengthHeader, '', ''].join('\r\n'))
  await receive(/^HTTP\/1\.1 100 /)
  return { destroy, receive, received: () => received }
}

/** The service learns of a closed connection in its own time. */
async function becomesTrue(condition: () => Promise<boolean>): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) {
    if (await condition()) return true
    await sleep(20)
  }
  return false
}
