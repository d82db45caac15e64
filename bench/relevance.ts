// `npm run bench:relevance`: how well `relevance: auto` tells the hits that answer a query from the others, beside the best flat thresholds,
// on the judged queries of test/fixtures/judged-queries.json and the built-in model. src/relevance.ts has the rules that were chosen from it.
import { builtinSource } from '../src/embedder/models.ts'
import { createEmbedder } from '../src/embedder/pool.ts'
import type { QueryKind } from '../src/relevance.ts'
import { embedderOptions } from '../test/support/embedder-options.ts'
import {
  countAbove,
  countAuto,
  type JudgedQuery,
  judge,
  placesAbove,
  scoreJudgedQueries,
} from '../test/support/judged-scores.ts'
import { listSamplePhotos } from '../test/support/sample-photos.ts'

type Quality = { precision: number; recall: number; f1: number }
type Cut = (query: JudgedQuery) => number

const embedder = await createEmbedder({ model: builtinSource, ...embedderOptions })
const judged = await scoreJudgedQueries(embedder)
await embedder.close()

const flat =
  (threshold: number): Cut =>
  (query) =>
    countAbove(query, threshold)

function measure(queries: readonly JudgedQuery[], cut: Cut): Quality {
  const each = queries.map((query) => judge(placesAbove(query.scores, cut(query)), query.relevant))
  const mean = (name: keyof Quality) => each.reduce((sum, quality) => sum + quality[name], 0) / each.length
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') }
}

function bestThreshold(queries: readonly JudgedQuery[]): number {
  const thresholds = Array.from({ length: 90 }, (_, i) => i / 100)
  const f1 = (threshold: number) => measure(queries, flat(threshold)).f1
  return thresholds.reduce((best, one) => (f1(one) > f1(best) ? one : best))
}

const ofKind = (kind: QueryKind) => judged.filter((query) => query.kind === kind)
const show = ({ precision, recall, f1 }: Quality) => [precision, recall, f1].map((x) => x.toFixed(2)).join(' | ')
const common = bestThreshold(judged)
console.log(`${judged.length} queries, ${(await listSamplePhotos()).length} photos, mean over the queries\n`)
console.log('| queries | cut-off | precision | recall | F1 |\n|---|---|---|---|---|')
for (const kind of ['text', 'image'] as const) {
  const queries = ofKind(kind)
  const own = bestThreshold(queries)
  console.log(`| ${kind} | auto | ${show(measure(queries, countAuto))} |`)
  console.log(`| ${kind} | flat ${own}, the best for these queries | ${show(measure(queries, flat(own)))} |`)
  console.log(`| ${kind} | flat ${common}, the best for all | ${show(measure(queries, flat(common)))} |`)
  console.log(`| ${kind} | none | ${show(measure(queries, ({ scores }) => scores.length))} |`)
}
