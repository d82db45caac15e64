// The scores of judged queries with every sample photo. relevance.ts and the test of the cut-off read them.
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import type { Embedder } from '../../src/embedder/embedder.ts'
import { countRelevant, describeScores, findCutoff, type QueryKind } from '../../src/relevance.ts'
import { dot } from '../../src/vector.ts'
import { listSamplePhotos, readSamplePhoto } from './sample-photos.ts'

/** `relevant` are the places in `scores` of what answers the query. */
export type JudgedQuery = { kind: QueryKind; query: string; relevant: ReadonlySet<number>; scores: number[] }

type Labels = {
  texts: { query: string; relevant: string[] }[]
  /** A photo as the query, which is left out of its own hits. */
  pictures: { query: string; relevant: string[] }[]
  /** A part of the photo as the query. */
  crops: string[]
}

const cropFrom = 0.15
const cropSide = 0.6

export async function scoreJudgedQueries(embedder: Embedder): Promise<JudgedQuery[]> {
  const paths = await listSamplePhotos()
  const labels = JSON.parse(
    await readFile(new URL('../fixtures/judged-queries.json', import.meta.url), 'utf8'),
  ) as Labels
  const embed = async (bytes: Uint8Array) => (await embedder.embedImage(bytes)).vector
  const vectors: Float32Array[] = []
  for (const path of paths) vectors.push(await embed(await readSamplePhoto(path)))

  function judge(
    kind: QueryKind,
    query: string,
    vector: Float32Array,
    relevant: string[],
    leftOut?: string,
  ): JudgedQuery {
    const places = paths.map((_, i) => i).filter((i) => paths[i] !== leftOut)
    const found = places.flatMap((place, i) => (relevant.includes(paths[place]!) ? [i] : []))
    return { kind, query, relevant: new Set(found), scores: places.map((place) => dot(vector, vectors[place]!)) }
  }

  const judged: JudgedQuery[] = []
  for (const { query, relevant } of labels.texts) {
    judged.push(judge('text', query, (await embedder.embedText(query)).vector, relevant))
  }
  for (const { query, relevant } of labels.pictures) {
    judged.push(judge('image', query, vectors[paths.indexOf(query)]!, relevant, query))
  }
  for (const path of labels.crops) {
    judged.push(judge('image', `a part of ${path}`, await embed(await crop(await readSamplePhoto(path))), [path]))
  }
  return judged
}

async function crop(bytes: Uint8Array): Promise<Uint8Array> {
  const picture = sharp(bytes)
  const { width, height } = await picture.metadata()
  const region = {
    left: Math.floor(width * cropFrom),
    top: Math.floor(height * cropFrom),
    width: Math.floor(width * cropSide),
    height: Math.floor(height * cropSide),
  }
  return picture.extract(region).jpeg().toBuffer()
}

/** A query that nothing answers is answered right by nothing, and wrong by anything. */
export function judge(found: ReadonlySet<number>, relevant: ReadonlySet<number>) {
  if (relevant.size === 0) return { precision: found.size === 0 ? 1 : 0, recall: 1, f1: found.size === 0 ? 1 : 0 }
  if (found.size === 0) return { precision: 1, recall: 0, f1: 0 }
  const both = [...found].filter((place) => relevant.has(place)).length
  const [precision, recall] = [both / found.size, both / relevant.size]
  return { precision, recall, f1: both === 0 ? 0 : (2 * precision * recall) / (precision + recall) }
}

/** How many hits `relevance: auto` keeps. */
export function countAuto({ kind, scores }: JudgedQuery): number {
  const sorted = scores.toSorted((a, b) => b - a)
  const cutoff = findCutoff(kind, sorted[0]!, describeScores(scores))
  return cutoff === null ? 0 : countRelevant(sorted, cutoff)
}

/** How many hits a flat threshold keeps. */
export function countAbove({ scores }: JudgedQuery, threshold: number): number {
  return scores.filter((score) => score >= threshold).length
}

/** The places that a cut-off keeps of unsorted scores. */
export function placesAbove(scores: readonly number[], count: number): Set<number> {
  const order = scores.map((_, i) => i).sort((a, b) => scores[b]! - scores[a]!)
  return new Set(order.slice(0, count))
}
