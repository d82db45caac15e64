// Asks the load generator for load and reads from its report what a benchmark wants to know: answers a second and latencies.
import { quantile } from '../statistics.ts'
import { type Child, startChild } from './child-process.ts'
import type { ClosedLoad, LoadReport, OpenLoad, Sending } from './load-job.ts'
import { throughput } from './throughput.ts'

/** Milliseconds. */
export type Latencies = { p50: number; p95: number; p99: number; max: number }

/** `latencies` are of the requests that were answered while it was measured. */
export type Measured = { perSecond: number; latencies: Latencies; answers: number }

export type LoadGenerator = {
  /** Measures a closed loop, every answer of which must be right. */
  measureClosed(load: Omit<ClosedLoad, 'mode'>): Promise<Measured>
  runOpen(load: Omit<OpenLoad, 'mode'>): Promise<LoadReport>
  /** A closed loop in the background, from when the first answers are there; the function returned ends it. */
  startClosed(sending: Sending, concurrency: number): Promise<() => Promise<Measured>>
  stop(): Promise<void>
}

export async function startLoadGenerator(): Promise<LoadGenerator> {
  const { child } = await startChild(new URL('../load-generator.ts', import.meta.url))
  return {
    async measureClosed(load) {
      return readReport(await child.ask<LoadReport>({ ...load, mode: 'closed' }))
    },
    runOpen: (load) => child.ask<LoadReport>({ ...load, mode: 'open' }),
    async startClosed(sending, concurrency) {
      await child.ask({ mode: 'closed', sending, concurrency, windowMs: Number.POSITIVE_INFINITY })
      return () => stopClosed(child)
    },
    stop: () => child.stop(),
  }
}

async function stopClosed(child: Child): Promise<Measured> {
  return readReport(await child.ask<LoadReport>({ mode: 'stop' }))
}

function readReport(report: LoadReport): Measured {
  if (report.wrongAnswer !== null) throw new Error(report.wrongAnswer)
  const { startMs, endMs } = report.window
  const isInside = (_: number, i: number) => report.endMs[i]! > startMs && report.endMs[i]! <= endMs
  const took = report.tookMs.filter(isInside)
  if (took.length === 0) throw new Error('nothing was answered while it was measured: the window is too short')
  return { perSecond: throughput(report.endMs, report.window), latencies: latenciesOf(took), answers: took.length }
}

export function latenciesOf(tookMs: ArrayLike<number>): Latencies {
  const times = Array.from(tookMs)
  const at = (q: number) => quantile(times, q)
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}
