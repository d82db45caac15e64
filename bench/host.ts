// The service of a benchmark, in a process of its own: starts, tells when it is ready, and reports on itself when asked.
// bench/serving/start-service.ts and bench/elasticsearch/measure-service.ts fork it; the settings come from the environment as
// everywhere.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { readConfig } from '../src/config.ts'
import { startService } from '../src/service.ts'
import { endWithParent } from './serving/child-process.ts'

/** `watch` begins to look at the event loop, `report` tells what was seen and stops looking, `rss` tells the memory alone. */
export type HostQuestion = { about: 'watch' | 'report' | 'rss' }

/** What the process says of itself. Times are milliseconds. */
export type HostReport = {
  rssBytes: number
  /** How late the event loop was since `watch`: blocked by work of its own, or waiting for a processor. */
  delayMsP99: number
  delayMsMax: number
  /** The most processor time that the event loop's thread took between two turns: what it was blocked by. */
  busyMsMax: number
}

endWithParent()
const service = await startService(readConfig())
const resolutionMs = 1
const histogram = monitorEventLoopDelay({ resolution: resolutionMs })

let busyMsMax = 0
let lastCpuUs = 0
let looking: NodeJS.Timeout | undefined

/** Only while asked for: a look every millisecond takes time that is not the service's. */
function startLooking(): void {
  stopLooking()
  histogram.reset()
  histogram.enable()
  busyMsMax = 0
  lastCpuUs = threadCpuUs()
  looking = setInterval(() => {
    const cpuUs = threadCpuUs()
    busyMsMax = Math.max(busyMsMax, (cpuUs - lastCpuUs) / 1e3)
    lastCpuUs = cpuUs
  }, resolutionMs)
}

function stopLooking(): void {
  clearInterval(looking)
  histogram.disable()
}

function threadCpuUs(): number {
  const { user, system } = process.threadCpuUsage()
  return user + system
}

process.on('message', ({ about }: HostQuestion) => {
  if (about === 'watch') startLooking()
  if (about === 'report') stopLooking()
  // The histogram measures the time between two looks, of which one resolution is no delay.
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs)
  const report: HostReport = {
    rssBytes: process.memoryUsage.rss(),
    delayMsP99: late(histogram.percentile(99)),
    delayMsMax: late(histogram.max),
    busyMsMax,
  }
  process.send!(report)
})
process.once('SIGTERM', () => service.close().then(() => process.exit(0)))
process.send!({ url: service.url })
