// What must hold after a kill and a new start: records, files, search and the database, each against what was acknowledged.
// service-crash-rounds.ts asks; tracked-images.ts says what is expected.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Image, ImagePage } from '../../src/http/schemas/image.ts'
import { findDamage } from '../store/embedded/find-damage.ts'
import { ask, raw, search } from '../support/client.ts'
import type { ServiceFolders } from './service-process.ts'
import { drawPicture, type State, sha256, type TrackedImage } from './tracked-images.ts'

const hitsLookedAt = 5
const ownScoreMin = 0.9999

/** Everything found wrong, in words. Records and files are all looked at; `touched` are also read and searched for. */
export async function findFaults(
  url: string,
  folders: ServiceFolders,
  images: readonly TrackedImage[],
  touched: readonly TrackedImage[],
): Promise<string[]> {
  const records = new Map((await listRecords(url)).map((record) => [record.relative_path, record]))
  const files = readFiles(folders.imagesDir)
  const faults = images.flatMap((image) =>
    findMismatches(image, records.get(image.relativePath), files.get(image.relativePath)),
  )
  const paths = new Set(images.map(({ relativePath }) => relativePath))
  for (const path of files.keys()) if (!paths.has(path)) faults.push(`a leftover lies in the library: ${path}`)
  for (const path of records.keys()) if (!paths.has(path)) faults.push(`nobody asked for the record of ${path}`)
  const unreachable = touched.map((image) => findUnreachable(url, image, records.get(image.relativePath)))
  return [...faults, ...(await Promise.all(unreachable)).flat(), ...findDamage(folders.dataDir)]
}

/** The record is as acknowledged, or as asked for without an answer; the file is the record's, and there is none without one. */
function findMismatches(image: TrackedImage, record: Image | undefined, fileSha256: string | undefined): string[] {
  const { imageId, acknowledged, unanswered } = image
  const expected = unanswered ? [acknowledged, unanswered.state] : [acknowledged]
  const faults: string[] = []
  if (!expected.some((state) => isAs(image, record, state))) {
    faults.push(`${imageId} is ${describe(record)}; expected was ${JSON.stringify(expected)}`)
  }
  if (fileSha256 !== record?.content_sha256) {
    const file = fileSha256 === undefined ? 'no file' : `a file ${fileSha256.slice(0, 8)}`
    faults.push(
      `${imageId} has ${file} and is ${describe(record)}; the last request was ${unanswered ? 'un' : ''}answered`,
    )
  }
  return faults
}

function isAs({ imageId }: TrackedImage, record: Image | undefined, state: State | null): boolean {
  if (!record || !state) return !record && !state
  return record.image_id === imageId && record.content_sha256 === state.sha256 && record.tags.join() === state.tag
}

function describe(record: Image | undefined): string {
  return record ? `stored as ${record.image_id} ${record.content_sha256?.slice(0, 8)} ${record.tags}` : 'not stored'
}

/** Read by its id, its content read, and found by its own bytes; or, where it has no record, known to none of these. */
async function findUnreachable(url: string, image: TrackedImage, record: Image | undefined): Promise<string[]> {
  const { imageId, acknowledged, unanswered } = image
  const { status } = await ask(`${url}/images/${imageId}`)
  const content = await fetch(`${url}/images/${imageId}/content`)
  const bytes = Buffer.from(await content.arrayBuffer())
  if (!record) return status === 404 && content.status === 404 ? [] : [`${imageId} is still answered for`]
  const faults: string[] = []
  if (status !== 200) faults.push(`${imageId} is not found by its id`)
  if (content.status !== 200 || sha256(bytes) !== record.content_sha256) faults.push(`${imageId} has other content`)
  const state = [acknowledged, unanswered?.state].find((one) => one?.sha256 === record.content_sha256)
  if (!state) return faults
  const { body } = await search(
    `${url}/search/image?k=${hitsLookedAt}`,
    raw(await drawPicture(state.picture), 'image/png'),
  )
  const hit = body.hits.find(({ image_id }) => image_id === imageId)
  if (!hit || hit.score < ownScoreMin) faults.push(`${imageId} is not found by its bytes: ${hit?.score ?? 'no hit'}`)
  return faults
}

async function listRecords(url: string): Promise<Image[]> {
  const records: Image[] = []
  for (let cursor = ''; ; ) {
    const { body } = await ask<ImagePage>(`${url}/images?limit=1000${cursor}`)
    records.push(...body.images)
    if (body.next_cursor === null) return records
    cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`
  }
}

/** The hash of every file below the folder, hidden ones too, by its path in it. */
function readFiles(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory())
  return new Map(
    entries.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [path.slice(folder.length + 1), sha256(readFileSync(path))]
    }),
  )
}
