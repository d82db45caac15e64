// A real S3-compatible server on loopback for the tests, over a folder of its own; it ends with the test.
// Its credentials are this process's while it runs, as the S3 client finds them in the environment.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import type { Test } from 'tap'
import { findFreePort } from '../support/free-port.ts'
import { requireNeed } from '../support/needs.ts'

export const credentials = {
  AWS_ACCESS_KEY_ID: 'tests',
  AWS_SECRET_ACCESS_KEY: 'a secret of the tests',
  // No profile of whoever runs the tests, and no request for a machine's role.
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  AWS_EC2_METADATA_DISABLED: 'true',
}

export type S3Server = {
  endpoint: string
  /** A new bucket’s name. */
  makeBucket(): Promise<string>
  /** Puts an object there as any other program may, whatever its key. */
  put(bucket: string, key: string, bytes: string | Uint8Array): Promise<void>
  /** Ends the process; `start` brings it back at the same address with what it held. */
  stop(): Promise<void>
  start(): Promise<void>
}

export async function startS3Server(t: Test): Promise<S3Server> {
  useCredentials(t)
  const folder = await mkdtemp(join(tmpdir(), 'likeness-s3-'))
  const port = await findFreePort()
  const endpoint = `http://127.0.0.1:${port}`
  const client = new S3Client({ region: 'us-east-1', endpoint, forcePathStyle: true })
  let child: ChildProcess | undefined
  let buckets = 0

  async function start(): Promise<void> {
    child = await startProcess(folder, port)
  }

  async function stop(): Promise<void> {
    if (child === undefined) return
    const closed = once(child, 'close')
    child.kill('SIGKILL')
    await closed
    child = undefined
  }

  t.teardown(async () => {
    client.destroy()
    await stop()
    await rm(folder, { recursive: true, force: true })
  })
  await start()
  return {
    endpoint,
    start,
    stop,
    async makeBucket() {
      const Bucket = `photos-${++buckets}`
      await client.send(new CreateBucketCommand({ Bucket }))
      return Bucket
    },
    async put(Bucket, Key, bytes) {
      const Body = Buffer.from(bytes)
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength: Body.length }))
    },
  }
}

/** Resolves when it takes connections. */
async function startProcess(folder: string, port: number): Promise<ChildProcess> {
  const [data, sidecar] = [join(folder, 'data'), join(folder, 'sidecar')]
  for (const path of [data, sidecar]) await mkdir(path, { recursive: true })
  const { AWS_ACCESS_KEY_ID: access, AWS_SECRET_ACCESS_KEY: secret } = credentials
  const place = ['--port', `127.0.0.1:${port}`, '--region', 'us-east-1', '--quiet']
  // Facts of objects beside them, as not every file system of a test machine holds attributes.
  const backend = ['posix', '--sidecar', sidecar, data]
  const env = { ...process.env, ROOT_ACCESS_KEY_ID: access, ROOT_SECRET_ACCESS_KEY: secret }
  const child = spawn(requireNeed('s3').path, [...place, ...backend], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let output = ''
  child.stderr.on('data', (text) => {
    output += text
  })
  for (let i = 0; i < 200; i++) {
    if (child.exitCode !== null) break
    if (await isOpen(port)) return child
    await sleep(50)
  }
  child.kill('SIGKILL')
  throw new Error(`The S3 server did not start:\n${output}`)
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

function useCredentials(t: Test): void {
  const before = Object.keys(credentials).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, credentials)
  t.teardown(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  })
}
