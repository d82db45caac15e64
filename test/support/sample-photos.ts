// The sample photos as test data: their bytes, and a way to put some of them into a running service.
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { ImageMetadata } from '../../src/http/schemas/image.ts'

const samplesFolder = fileURLToPath(new URL('../../samples/photos/', import.meta.url))

export function readSamplePhoto(relativePath: string): Promise<Buffer> {
  return readFile(samplePath(relativePath))
}

/** For a file picker. */
export function samplePath(relativePath: string): string {
  return join(samplesFolder, relativePath)
}

/** Adds the photos at the same paths that they have among the samples; `metadata` may say more, for all of them. */
export async function addSamplePhotos(
  url: string,
  relativePaths: string[],
  { metadata = {}, key }: { metadata?: ImageMetadata; key?: string } = {},
): Promise<void> {
  const form = new FormData()
  form.append('metadata', JSON.stringify(relativePaths.map((path) => ({ relative_path: path, ...metadata }))))
  for (const path of relativePaths) {
    form.append('image', new Blob([new Uint8Array(await readSamplePhoto(path))]), basename(path))
  }
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` }
  const response = await postWhenReady(`${url}/images`, { body: form, headers })
  const answer = (await response.json()) as { results?: { status: string }[] }
  if (!response.ok || !answer.results?.every(({ status }) => status === 'created')) {
    throw new Error(`The sample photos were not added: ${JSON.stringify(answer)}`)
  }
}

/** The paths of all of them, sorted. */
export async function listSamplePhotos(): Promise<string[]> {
  const entries = await readdir(samplesFolder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(samplesFolder, join(parentPath, name)).split(sep).join('/'))
    .sort()
}

/** All of them, a few at a time. */
export async function addAllSamplePhotos(url: string): Promise<void> {
  const paths = await listSamplePhotos()
  for (let i = 0; i < paths.length; i += 16) await addSamplePhotos(url, paths.slice(i, i + 16))
}

/** Tries again when the service asks for it, as a client should: other tests may keep the machine busy. */
async function postWhenReady(address: string, init: RequestInit, triesLeft = 5): Promise<Response> {
  const response = await fetch(address, { method: 'POST', ...init })
  if (response.status !== 503 || triesLeft === 0) return response
  await setTimeout(Number(response.headers.get('retry-after')) * 1000)
  return postWhenReady(address, init, triesLeft - 1)
}
