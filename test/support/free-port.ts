// A port of this machine that nobody listens at: for what must be told its port, and for addresses that answer nothing.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

/** Free a moment ago; another process may take it meanwhile. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
