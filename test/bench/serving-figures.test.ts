// What the serving benchmark computes and sends, without running it: a figure that is wrong looks like one that is right.
import sharp from 'sharp'
import { test } from 'tap'
import { distinctJpeg } from '../../bench/serving/distinct-jpeg.ts'
import { distinctWords, phraseCount } from '../../bench/serving/distinct-words.ts'
import { drawChart } from '../../bench/serving/draw-chart.ts'
import { costModel } from '../../bench/serving/measure-limit.ts'
import { assertUncached, type CacheCounts, parseMetrics } from '../../bench/serving/read-metrics.ts'
import { readStartSettings } from '../../bench/serving/start-settings.ts'
import { judgeTargets } from '../../bench/serving/targets.ts'
import { throughput } from '../../bench/serving/throughput.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'

test('throughput of answers that come evenly is their rate', async (t) => {
  const endMs = Float64Array.from({ length: 100 }, (_, i) => i * 20)
  t.ok(Math.abs(throughput(endMs, { startMs: 307, endMs: 1507 }) - 50) < 1e-9)
})

test('throughput of answers that come in lumps is their rate, wherever the window begins', async (t) => {
  // Eight within 3 ms, every 400 ms: 20 a second.
  const endMs = Float64Array.from({ length: 80 }, (_, i) => Math.floor(i / 8) * 400 + (i % 8) * 0.4)
  for (const startMs of [0, 1, 2.5, 100, 399, 401]) {
    const found = throughput(endMs, { startMs, endMs: startMs + 1_700 })
    t.ok(Math.abs(found - 20) < 0.05, `${found} from ${startMs} on`)
  }
})

test('throughput of a single lump is counted over the window', async (t) => {
  t.equal(throughput(Float64Array.from([10, 11, 12, 13]), { startMs: 5, endMs: 1005 }), 4)
})

test('a distinct JPEG has other bytes and the same picture', async (t) => {
  const jpeg = await readSamplePhoto('animals/chelsea-cat.jpg')
  const [first, second] = [1, 12_345_678].map((number) => Buffer.concat(distinctJpeg(jpeg, number)))
  t.notSame(first, second)
  const pixels = await Promise.all([jpeg, first!, second!].map((bytes) => sharp(bytes).raw().toBuffer()))
  t.ok(pixels[0]!.equals(pixels[1]!))
  t.ok(pixels[0]!.equals(pixels[2]!))
})

test('distinct words differ from number to number, and end where they would come again', async (t) => {
  const phrases = new Set(Array.from({ length: 20_000 }, (_, i) => distinctWords(i)))
  t.equal(phrases.size, 20_000)
  t.throws(() => distinctWords(phraseCount))
})

test('metrics are read by name and labels', async (t) => {
  const text = '# HELP a b\n# TYPE a counter\na{cache="image",outcome="hit"} 3\nb_total 4.5e-3\n'
  t.same(
    [...parseMetrics(text)],
    [
      ['a{cache="image",outcome="hit"}', 3],
      ['b_total', 0.0045],
    ],
  )
})

test('a hit or a shared flight makes a measurement worthless, a miss does not', async (t) => {
  const counts = (hit: number, shared: number, miss: number): CacheCounts => {
    return { text: { hit: 0, shared: 0, miss: 0 }, image: { hit, shared, miss } }
  }
  assertUncached(counts(5, 5, 5), counts(5, 5, 500))
  t.throws(() => assertUncached(counts(5, 5, 5), counts(6, 5, 500)), /image cache/)
  t.throws(() => assertUncached(counts(5, 5, 5), counts(5, 6, 500)), /image cache/)
})

test('the service is measured with what npm start sets', async (t) => {
  t.match(readStartSettings(), { NODE_COMPILE_CACHE: /node_modules/ })
})

test('the cost model divides the cores among decoding and inference', async (t) => {
  t.equal(costModel(2, { coreMs: 100 }, { coreMs: 25 }), 16)
})

test('a target that was not measured does not hold', async (t) => {
  const judged = judgeTargets({ otherWork: {}, libraryImages: 0 })
  t.ok(judged.length > 0)
  t.ok(judged.every(({ verdict }) => verdict === 'not measured'))
})

test('a target is judged by the middle of the rounds', async (t) => {
  const verdictOf = (startMs: number[]) =>
    judgeTargets({ otherWork: {}, libraryImages: 0, startMs }).find(({ target }) => target.includes('ready'))?.verdict
  t.equal(verdictOf([1_000, 1_900, 2_600]), 'holds')
  t.equal(verdictOf([1_000, 2_100, 2_600]), 'missed')
})

test('a chart is well-formed, names its axes and its lines, and keeps every point within its frame', async (t) => {
  const svg = drawChart({
    title: 'Pictures & vectors',
    xLabel: 'requests at once',
    yLabel: 'pictures a second',
    xs: [1, 4, 16],
    lines: [
      { name: 'ours', ys: [10, 17, 18] },
      { name: 'the limit', ys: [18, 18, 18], isDashed: true },
    ],
  })
  for (const words of ['Pictures &amp; vectors', 'requests at once', 'pictures a second', 'ours', 'the limit'])
    t.match(svg, words)
  const { width, height } = await sharp(Buffer.from(svg)).metadata()
  const points = [...svg.matchAll(/points="([^"]+)"/g)].flatMap(([, list]) =>
    list!.split(' ').map((point) => point.split(',').map(Number)),
  )
  t.equal(points.length, 6)
  t.ok(points.every(([x, y]) => x! > 0 && x! < width && y! > 0 && y! < height))
})
