// The process around the service: what it logs, how it stops, and how it says that it cannot start.
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Test, test } from 'tap'
import { finish, makePlace, start, startServer } from './cli/run-command.ts'
import { ask, json, raw } from './support/client.ts'
import { solidJpeg } from './support/solid-pictures.ts'

const key = 'a-key-that-no-log-may-hold'
const authorization = `Bearer ${key}`
const serverCommand = [process.execPath, 'src/server.ts']
/** Behind other processes, and without the right to come forward, which only root has: so may whoever runs services start them. */
const niceCommand = [
  ...(process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-sys_nice'] : []),
  ...['nice', '-n', '15', ...serverCommand],
]

test('a running server', async (t) => {
  const place = await makePlace(t)
  const env = { ...place.env, LOG_LEVEL: 'info', API_KEYS: key }
  const server = await startServer(t, { ...place, env }, process.platform === 'linux' ? niceCommand : serverCommand)
  const { url } = server
  const picture = await solidJpeg('#336699')

  await t.test('its log is JSON lines with request ids, and holds no key, no words and no picture', async (t) => {
    const headers = { authorization }
    const requests: [string, RequestInit][] = [
      ['/search/text?q=zebracrossing', { headers }],
      [
        '/search/text',
        { ...json({ query: 'zebracrossing' }), headers: { ...headers, 'content-type': 'application/json' } },
      ],
      ['/search/text?q=zebracrossing&k=zebracrossing', { headers }],
      ['/images?relative_path=logged.jpg', { ...raw(picture), headers: { ...headers, 'content-type': 'image/jpeg' } }],
      ['/vectorize', { ...raw(Buffer.from('zebracrossing')), headers: { ...headers, 'content-type': 'image/png' } }],
      ['/images', { headers: { authorization: `${authorization}-zebracrossing`, cookie: 'zebracrossing=1' } }],
    ]
    const statuses: number[] = []
    const ids: string[] = []
    for (const [address, init] of requests) {
      const { status, headers } = await ask(url + address, init)
      statuses.push(status)
      ids.push(headers.get('x-request-id')!)
    }
    t.strictSame(statuses, [200, 200, 400, 201, 415, 401])
    await server.waitFor('stdout', new RegExp(`${ids.at(-1)}.*"responseTime"`))
    const log = server.output.stdout
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    for (const id of ids)
      t.ok(
        lines.some((line) => line.reqId === id && line.responseTime >= 0),
        id,
      )
    t.match(
      lines.find(({ reqId, req }) => reqId === ids[0] && req),
      { req: { method: 'GET', path: '/search/text' } },
    )
    t.match(
      lines.find(({ reqId, code }) => reqId === ids[5] && code),
      { code: 'UNAUTHORIZED' },
    )
    t.notMatch(log, key)
    t.notMatch(log, 'zebracrossing')
    t.notMatch(log, picture.toString('base64').slice(0, 40))
    t.equal(server.output.stderr, '')
  })

  await t.test(
    'its log names each image that is added or removed, also by a filter or as its file is gone',
    async (t) => {
      const headers = { authorization }
      const post = async (path: string, body: object) => {
        const init = { ...json(body), headers: { ...headers, 'content-type': 'application/json' } }
        const { status, headers: answered } = await ask(url + path, init)
        t.equal(status, 200, path)
        const id = answered.get('x-request-id')!
        await server.waitFor('stdout', new RegExp(`${id}.*"responseTime"`))
        const lines = server.output.stdout.trim().split('\n')
        return lines.map((line) => JSON.parse(line)).filter(({ reqId, image_ids }) => reqId === id && image_ids)
      }
      const ids: string[] = []
      for (const [path, colour] of [
        ['many/a.jpg', '#102030'],
        ['gone/b.jpg', '#405060'],
      ] as const) {
        const init = { ...raw(await solidJpeg(colour)), headers: { ...headers, 'content-type': 'image/jpeg' } }
        const added = await ask<{ results: { image: { image_id: string } }[] }>(
          `${url}/images?relative_path=${path}`,
          init,
        )
        ids.push(added.body.results[0]!.image.image_id)
        await server.waitFor('stdout', new RegExp(`"image_id":"${ids.at(-1)}".*image added`))
      }
      await rm(join(place.imagesDir, 'gone/b.jpg'))
      const filter = { path_prefix: 'many/' }
      t.same(await post('/images/delete', { filter }), [], 'a dry run removes nothing')
      t.match(await post('/images/delete', { filter, dry_run: false }), [{ image_ids: [ids[0]], failed: 0 }])
      t.same(await post('/images/prune', {}), [])
      t.match(await post('/images/prune', { dry_run: false }), [{ image_ids: [ids[1]] }])
    },
  )

  await t.test('a second server over its data ends with one clear line', async (t) => {
    const { code, stdout, stderr } = await finish(start(t, serverCommand, { env: place.env }))
    t.equal(code, 1)
    t.match(stderr, new RegExp(`^Process ${server.child.pid} owns this data folder.* at ${url}\\..*\\n$`))
    t.equal(stdout, '')
  })

  await t.test('SIGTERM lets what is in flight finish, takes nothing new, and ends with 0', async (t) => {
    const upload = await startUpload(t, url, '/images?relative_path=late.jpg', picture.length)
    const silent = connect(Number(new URL(url).port), '127.0.0.1')
    t.teardown(() => silent.destroy())
    await once(silent, 'connect')
    server.child.kill('SIGTERM')
    const refused = await whenStopping(url)
    t.match(refused, { status: 503, body: { code: 'SHUTTING_DOWN' } })
    t.ok(Number(refused.headers.get('retry-after')) >= 1)
    t.equal(refused.headers.get('connection'), 'close')
    t.equal((await ask(`${url}/health/ready`)).status, 503)
    t.equal((await ask(`${url}/health/live`)).status, 200)
    t.equal(server.child.exitCode, null, 'it waits for the upload')
    upload.write(picture)
    const [answer] = await once(upload, 'data')
    t.match(String(answer), /^HTTP\/1\.1 201 /)
    t.equal(await server.exit, 0)
    t.ok(existsSync(join(place.imagesDir, 'late.jpg')))
    t.equal(server.output.stderr, '')
  })

  await t.test('what was acknowledged is there when it starts again', async (t) => {
    const again = await startServer(t, place)
    t.match(await ask(`${again.url}/images?filter={"path_prefix":"late"}`), { status: 200, body: { total: 1 } })
    again.child.kill('SIGINT')
    t.equal(await again.exit, 0, 'SIGINT stops it too')
  })
})

test('settings that are not usable are listed, all of them, and nothing is started', async (t) => {
  const { folder, env } = await makePlace(t)
  const wrong = { ...env, PORT: 'x', HOST: '0.0.0.0', WORKERS: '0', API_KEYS: '' }
  const { code, stdout, stderr } = await finish(start(t, serverCommand, { env: wrong }))
  t.equal(code, 1)
  t.match(stderr.split('\n'), [
    'The settings are not usable:',
    /^ {2}- PORT must be a whole number from 0 to 65535$/,
    /^ {2}- WORKERS must be a whole number from 1 to 64$/,
    /^ {2}- HOST is 0\.0\.0\.0, which others can reach: set API_KEYS/,
    '',
  ])
  t.equal(stdout, '')
  t.notOk(existsSync(join(folder, 'data')))
})

test('what a person can mend by other settings is one clear line', async (t) => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { port } = other.address() as AddressInfo
  const cases: [Record<string, string>, RegExp][] = [
    [
      { MODEL: 'nothing', STORE_URL: 'ftp://example' },
      /^The settings .*\n {2}- STORE_URL must be the address of a store, such as file:.*\n {2}- MODEL must be one of builtin, clip-vit-b-32-multilingual, .*\n$/,
    ],
    [{ PORT: `${port}` }, /^Cannot listen on HOST 127\.0\.0\.1, PORT \d+: another program listens there already\.\n$/],
  ]
  const endings = cases.map(async ([wrong, message]) => {
    const { env } = await makePlace(t)
    const { code, stderr } = await finish(start(t, serverCommand, { env: { ...env, ...wrong } }))
    t.equal(code, 1)
    t.match(stderr, message)
  })
  await Promise.all(endings)
})

/** Sends the head of a request; resolves when the server waits for its body. */
async function startUpload(t: Test, url: string, path: string, length: number): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  t.teardown(() => socket.destroy())
  const head = [`POST ${path} HTTP/1.1`, 'host: 127.0.0.1', `authorization: ${authorization}`, 'expect: 100-continue']
  socket.write([...head, 'content-type: image/jpeg', `content-length: ${length}`, '', ''].join('\r\n'))
  const [first] = await once(socket, 'data')
  t.match(String(first), /^HTTP\/1\.1 100 /)
  return socket
}

/** The first answer that is not a success: a signal takes its time. */
async function whenStopping(url: string) {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await ask(`${url}/images`, { headers: { authorization } })
    if (answer.status !== 200) return answer
    await sleep(20)
  }
  throw new Error('The server did not begin to stop')
}
