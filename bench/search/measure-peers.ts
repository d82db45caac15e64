// usearch and LanceDB on the same vectors, tags and queries, each in a process of its own. Their environment is made once below bench/results.
import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { providePython } from '../peer/peer-venv.ts'
import { dims, type SearchLibrary } from './library.ts'
import { type ExactAnswers, shareNames } from './measure-searches.ts'

export type PeerFigures = { name: string; filter: string; build_s: number; recall: number; p50: number; p99: number }

export async function measurePeers(
  folder: string,
  { vectors, tags, queries }: SearchLibrary,
  exact: ExactAnswers,
): Promise<PeerFigures[]> {
  const place = join(folder, 'peers')
  await mkdir(place)
  await writeFile(join(place, 'vectors.f32'), joinVectors(vectors))
  await writeFile(join(place, 'queries.f32'), joinVectors(queries))
  await writeFile(
    join(place, 'tags.u8'),
    Buffer.from(tags.flatMap((own) => shareNames.map((name) => Number(own.includes(name))))),
  )
  const numberOf = (imageId: string) => Number(imageId.replace(/^\D+/, ''))
  const answers = [...exact].map(([name, sets]) => [name, sets.map((ids) => [...ids].map(numberOf))])
  await writeFile(join(place, 'facts.json'), JSON.stringify({ dims, exact: Object.fromEntries(answers) }))
  const python = await providePython({ name: 'search-venv', requirementsFile: pathOf('./peers/requirements.txt') })
  const figures: PeerFigures[] = []
  for (const peer of ['usearch', 'lancedb']) {
    const { stdout } = await promisify(execFile)(python, [pathOf('./peers/search_peers.py'), place, peer])
    figures.push(...(JSON.parse(stdout.trim().split('\n').at(-1)!) as PeerFigures[]))
  }
  await rm(place, { recursive: true })
  return figures
}

function pathOf(relativePath: string): string {
  return fileURLToPath(new URL(relativePath, import.meta.url))
}

function joinVectors(vectors: readonly Float32Array[]): Buffer {
  return Buffer.concat(vectors.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)))
}
