// A port that leads to a node of the cluster or to nobody, as the test says: a cluster that goes away and comes back for one
// client, while the real one goes on.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { Test } from 'tap'

export type Forwarder = {
  readonly url: string
  /** From now on connections are taken and passed on. */
  open(): Promise<void>
  /** Breaks every connection; new ones are refused. */
  shut(): Promise<void>
}

/** Shut at first. */
export async function createForwarder(t: Test, target: string): Promise<Forwarder> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let server: Server | undefined

  function pass(client: Socket): void {
    const node = connect(Number(port), hostname)
    for (const [from, to] of [
      [client, node],
      [node, client],
    ] as const) {
      sockets.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy())
      from.once('close', () => {
        to.destroy()
        sockets.delete(from)
      })
    }
  }

  async function listen(at: number): Promise<number> {
    server = createServer(pass).listen(at, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }

  async function shut(): Promise<void> {
    if (!server) return
    const closed = once(server, 'close')
    server.close()
    for (const socket of sockets) socket.destroy()
    server = undefined
    await closed
  }

  const own = await listen(0)
  await shut()
  t.teardown(shut)
  return { url: `http://127.0.0.1:${own}`, open: async () => void (await listen(own)), shut }
}
