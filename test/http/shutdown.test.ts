// What closing the service waits for, on a bare app; server.test.ts stops a whole one.
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import Fastify from 'fastify'
import { test } from 'tap'
import { registerShutdown } from '../../src/http/shutdown.ts'

test('closing waits for a handler whose client has gone away', async (t) => {
  const app = Fastify({ forceCloseConnections: true })
  registerShutdown(app)
  const started = Promise.withResolvers<void>()
  const abandoned = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  app.post('/', async (_request, reply) => {
    reply.raw.once('close', abandoned.resolve)
    started.resolve()
    await gate.promise
    return 'written'
  })
  await app.listen({ host: '127.0.0.1', port: 0 })

  const client = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  await once(client, 'connect')
  client.write('POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 0\r\n\r\n')
  await started.promise
  client.destroy()
  await abandoned.promise

  let isClosed = false
  const closing = app.close().then(() => {
    isClosed = true
  })
  // A close that waits for nothing is over well before this.
  await new Promise((resolve) => setTimeout(resolve, 200))
  t.notOk(isClosed, 'the handler still works')
  gate.resolve()
  await closing
  t.ok(isClosed)
})
