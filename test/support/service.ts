// A real service for tests: in this process, on a free loopback port, over fresh folders; it ends with the test.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { AttributeTypes } from '../../src/attributes.ts'
import { readConfig } from '../../src/config.ts'
import { startService as start } from '../../src/service.ts'

export type TestService = {
  /** Such as `http://127.0.0.1:40123`. */
  url: string
  dataDir: string
  imagesDir: string
}

export type TestSettings = {
  /** Over the tests' own defaults. */
  env?: Record<string, string>
  /** Declared in a file; none without them. */
  attributes?: AttributeTypes
}

/** Starts a service with these settings. Its folders are removed with the test. */
export async function startService(t: Test, { env = {}, attributes }: TestSettings = {}): Promise<TestService> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-'))
  const dataDir = join(folder, 'data')
  const imagesDir = join(folder, 'images')
  const attributesFile = join(folder, 'attributes.json')
  if (attributes) await writeFile(attributesFile, JSON.stringify(attributes))
  const config = readConfig({
    PORT: '0',
    LOG_LEVEL: 'silent',
    WORKERS: '1',
    DATA_DIR: dataDir,
    IMAGES_DIR: imagesDir,
    ...(attributes && { ATTRIBUTES_FILE: attributesFile }),
    ...env,
  })
  const service = await start(config)
  t.teardown(async () => {
    await service.close()
    await rm(folder, { recursive: true, force: true })
  })
  return { url: service.url, dataDir, imagesDir }
}
