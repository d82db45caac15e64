// What holds after every bad request: the service is ready, and its folder and its store hold the same pictures.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { exchange } from '../../support/exchange.ts'
import type { TestService } from '../../support/service.ts'

export type Stored = { image_id: string; relative_path: string; size_bytes: number; format: string }

/** Fails where a file lies without a record or a record without its file, or a write is left unfinished. */
export async function assertIntact(t: Test, { url, imagesDir, dataDir }: TestService): Promise<Stored[]> {
  const ready = await exchange(url, { path: '/health/ready' })
  t.equal(ready.status, 200, 'the service is ready')
  const images = await listImages(url)
  const paths = images.map(({ relative_path }) => relative_path).sort()
  t.strictSame(listFiles(imagesDir), paths, 'every file has its record, every record its file')
  t.strictSame(listFiles(join(dataDir, 'cache/writes')), [], 'no unfinished write')
  t.equal(JSON.parse(ready.bytes.toString()).store.images, images.length)
  for (const { image_id, size_bytes, format } of images) {
    const content = await exchange(url, { path: `/images/${image_id}/content` })
    t.equal(content.bytes.length, size_bytes, 'the file is whole')
    t.equal(content.headers['content-type'], `image/${format}`, 'the type is that of its bytes')
  }
  return images
}

export async function listImages(url: string): Promise<Stored[]> {
  const { bytes } = await exchange(url, { path: '/images?limit=1000' })
  return JSON.parse(bytes.toString()).images
}

/** The files below a folder, hidden ones too, by their paths in it; none where there is no folder. */
function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort()
  } catch {
    return []
  }
}
