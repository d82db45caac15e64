// A library folder of the test's own, with what real folders hold, and the parts that take it in.
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Test } from 'tap'
import { ingestOptions } from '../../src/cli/ingest-options.ts'
import { readConfig } from '../../src/config.ts'
import { createCatalogTarget } from '../../src/ingest/catalog-target.ts'
import { type IngestRequest, ingest } from '../../src/ingest/ingest.ts'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { type Parts, wire } from '../../src/wire.ts'

export type TestLibrary = Parts & {
  imagesDir: string
  write(relativePath: string, bytes: Uint8Array | string): Promise<void>
  /** Sets when the file was last modified: so many seconds ago. A file that was written just now is not trusted to stay as it is. */
  age(relativePath: string, seconds: number): Promise<void>
  /** Ingests the whole library in this process; `request` says otherwise. */
  ingest(request?: Partial<IngestRequest> & { restore?: boolean }): ReturnType<typeof ingest>
  /** How many pictures were decoded, and so embedded, since the start. */
  countDecoded(): Promise<number>
}

/** Real parts over fresh folders; closed and removed with the test. */
export async function makeLibrary(t: Test, env: Record<string, string> = {}): Promise<TestLibrary> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-ingest-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const imagesDir = join(folder, 'images')
  const config = readConfig({ WORKERS: '1', DATA_DIR: join(folder, 'data'), IMAGES_DIR: imagesDir, ...env })
  const metrics = createMetrics()
  const parts = await wire(config, { info: (message) => t.fail(message), warn: (message) => t.fail(message) }, metrics)
  // Teardowns run last to first: this one before the folder goes.
  t.teardown(() => parts.close())
  return {
    ...parts,
    imagesDir,
    async write(relativePath, bytes) {
      await mkdir(dirname(join(imagesDir, relativePath)), { recursive: true })
      await writeFile(join(imagesDir, relativePath), bytes)
    },
    async age(relativePath, seconds) {
      const modifiedS = Math.round(Date.now() / 1000) - seconds
      await utimes(join(imagesDir, relativePath), modifiedS, modifiedS)
    },
    async countDecoded() {
      return Number(/^likeness_decode_seconds_count (\d+)$/m.exec(await metrics.render())![1])
    },
    ingest({ restore = false, ...request } = {}) {
      const target = createCatalogTarget(parts.catalog, { restore })
      return ingest({ library: parts.library, target, paths: [''], options: ingestOptions(config), ...request })
    },
  }
}
