// A real service for tests: in this process, on a free loopback port, over fresh folders; it ends with the test.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { readConfig } from '../../src/config.ts'
import { startService as start } from '../../src/service.ts'

export type TestService = {
  /** Such as `http://127.0.0.1:40123`. */
  url: string
  dataDir: string
  imagesDir: string
}

/** Starts a service with the settings in `env` over the tests' own defaults. Both folders are removed with the test. */
export async function startService(t: Test, { env = {} }: { env?: Record<string, string> } = {}): Promise<TestService> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-'))
  const dataDir = join(folder, 'data')
  const imagesDir = join(folder, 'images')
  const config = readConfig({
    PORT: '0',
    LOG_LEVEL: 'silent',
    WORKERS: '1',
    DATA_DIR: dataDir,
    IMAGES_DIR: imagesDir,
    ...env,
  })
  const service = await start(config)
  t.teardown(async () => {
    await service.close()
    await rm(folder, { recursive: true, force: true })
  })
  return { url: service.url, dataDir, imagesDir }
}
