// The service of a benchmark, in a process of its own: starts, tells when it is ready, and reports on itself when asked.
// serving.ts forks it; the settings come from the environment as everywhere.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { readConfig } from '../src/config.ts'
import { startService } from '../src/service.ts'

/** What the process says of itself, since it was last asked. Times are milliseconds. */
export type HostReport = {
  /** How late the event loop was: blocked by work of its own, or waiting for a processor. */
  delayMsP99: number
  delayMsMax: number
  /** The most processor time that the event loop's thread took between two turns: what it was blocked by. */
  busyMsMax: number
  rssBytes: number
}

const service = await startService(readConfig())
const resolutionMs = 1
const histogram = monitorEventLoopDelay({ resolution: resolutionMs })

let busyMsMax = 0
let lastCpuUs = threadCpuUs()

let isLooking = false

/** From the first question on: a look every millisecond takes time that is not the service's. */
function startLooking(): void {
  if (isLooking) return
  isLooking = true
  histogram.enable()
  setInterval(() => {
    const cpuUs = threadCpuUs()
    busyMsMax = Math.max(busyMsMax, (cpuUs - lastCpuUs) / 1e3)
    lastCpuUs = cpuUs
  }, resolutionMs)
}

function threadCpuUs(): number {
  const { user, system } = process.threadCpuUsage()
  return user + system
}

process.on('message', () => {
  startLooking()
  // The histogram measures the time between two looks, of which one resolution is no delay.
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs)
  const report: HostReport = {
    delayMsP99: late(histogram.percentile(99)),
    delayMsMax: late(histogram.max),
    busyMsMax,
    rssBytes: process.memoryUsage.rss(),
  }
  histogram.reset()
  busyMsMax = 0
  process.send!(report)
})
process.once('SIGTERM', () => service.close().then(() => process.exit(0)))
process.send!({ url: service.url })
