// The charts of docs/performance.md: throughput and latency against how many ask at once, of the service, the peers and the limit, with
// the pack of CLIP's shape. draw-chart.ts draws one.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { spread } from '../statistics.ts'
import { type Chart, drawChart, type Line } from './draw-chart.ts'
import { type VectorSize, type VectorsResult, vectorSizes, type WayName, wayNames } from './measure-vectors.ts'
import { latencies, throughputs } from './read-vectors.ts'

const folder = fileURLToPath(new URL('../../docs/charts/', import.meta.url))

/** Resolves to the names of the files that were written. */
export async function drawCharts(result: VectorsResult): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const written: string[] = []
  for (const size of vectorSizes) {
    const charts = { throughput: throughputChart(result, size), p99: latencyChart(result, size) }
    for (const [name, chart] of Object.entries(charts)) {
      const file = `${name}-${size}.svg`
      await writeFile(`${folder}${file}`, drawChart(chart))
      written.push(file)
    }
  }
  return written
}

function throughputChart(result: VectorsResult, size: VectorSize): Chart {
  const xs = concurrenciesOf(result)
  const limit = median(result.rounds.map((round) => round.limit.perSecond))
  return {
    title: `Picture to vector, CLIP’s shape, ${formatSize(size)}: throughput`,
    xLabel: 'requests at once',
    yLabel: 'pictures a second',
    xs,
    lines: [
      ...linesOf(xs, (way, concurrency) => throughputs(result, { way, size, concurrency })),
      { name: 'inference alone', ys: xs.map(() => limit), isDashed: true },
    ],
  }
}

function latencyChart(result: VectorsResult, size: VectorSize): Chart {
  const xs = concurrenciesOf(result)
  return {
    title: `Picture to vector, CLIP’s shape, ${formatSize(size)}: latency`,
    xLabel: 'requests at once',
    yLabel: 'p99, ms (logarithmic)',
    xs,
    lines: linesOf(xs, (way, concurrency) => latencies(result, { way, size, concurrency }, 'p99')),
    isLogarithmic: true,
  }
}

/** The median of the rounds; a way that was not measured has no line. */
function linesOf(xs: number[], values: (way: WayName, concurrency: number) => number[]): Line[] {
  return wayNames
    .map((way) => ({ name: way, ys: xs.map((x) => median(values(way, x))) }))
    .filter(({ ys }) => ys.some((y) => y !== undefined))
}

function median(values: number[]): number | undefined {
  return values.length === 0 ? undefined : spread(values).median
}

function concurrenciesOf({ rounds }: VectorsResult): number[] {
  return [...new Set(rounds[0]!.turns.map(({ concurrency }) => concurrency))].sort((a, b) => a - b)
}

function formatSize(size: VectorSize): string {
  return size.replace('x', ' × ')
}
