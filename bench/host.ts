// The service of a benchmark, in a process of its own: starts, tells when it is ready, and reports on itself when asked.
// serving.ts forks it; the settings come from the environment as everywhere.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { readConfig } from '../src/config.ts'
import { startService } from '../src/service.ts'

/** What the process says of itself. Delays are how late the event loop was, in milliseconds, since the last report. */
export type HostReport = { delayMsP99: number; delayMsMax: number; rssBytes: number }

const service = await startService(readConfig())
const resolutionMs = 1
const histogram = monitorEventLoopDelay({ resolution: resolutionMs })
histogram.enable()

process.on('message', () => {
  // The histogram measures the time between two looks, of which one resolution is no delay.
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs)
  const report: HostReport = {
    delayMsP99: late(histogram.percentile(99)),
    delayMsMax: late(histogram.max),
    rssBytes: process.memoryUsage.rss(),
  }
  histogram.reset()
  process.send!(report)
})
process.once('SIGTERM', () => service.close().then(() => process.exit(0)))
process.send!({ url: service.url })
