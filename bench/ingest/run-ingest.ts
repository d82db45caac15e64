// `likeness ingest` as a person runs it, with its memory looked at while it works. measure-rate.ts and measure-library.ts run it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { readStartFlags } from '../serving/start-settings.ts'

const program = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))

export type IngestRun = {
  counts: { created: number; unchanged: number; failed: number; skipped: number }
  /** From the first file to the end, without the start of the process and the model. */
  perSecond: number
  /** All of the process, from its start to its end. */
  wallMs: number
  /** Resident memory as the run went on. */
  samples: { done: number; rssBytes: number }[]
}

const sampleMs = 500
/** A line of the report is about as long as this; how many files are done is read from its size. */
const lineBytesOf = (report: string) => {
  const [line = ''] = readFileSync(report, 'utf8').split('\n', 1)
  return line.length + 1
}

/** The report must lie outside of the library. Throws where the ingest fails. */
export async function runIngest(env: NodeJS.ProcessEnv, report: string): Promise<IngestRun> {
  const startMs = performance.now()
  const commandArguments = [...readStartFlags(), program, 'ingest', '--json', '--report', report]
  const child = spawn(process.execPath, commandArguments, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const killOnExit = () => child.kill('SIGKILL')
  process.once('exit', killOnExit)
  let stdout = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  const ended = once(child, 'close')
  const samples: IngestRun['samples'] = []
  while (child.exitCode === null && child.signalCode === null) {
    await Promise.race([wait(sampleMs), ended])
    const rssBytes = readRss(child.pid!)
    if (rssBytes !== null) samples.push({ done: countDone(report), rssBytes })
  }
  await ended
  process.off('exit', killOnExit)
  if (child.exitCode !== 0) throw new Error(`The ingest ended with ${child.exitCode}: ${stdout}`)
  const { created, unchanged, failed, skipped, files_per_s } = JSON.parse(stdout)
  return {
    counts: { created, unchanged, failed, skipped },
    perSecond: files_per_s,
    wallMs: performance.now() - startMs,
    samples,
  }
}

/** Null when the process has ended. On Linux. */
function readRss(pid: number): number | null {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? null : Number(kilobytes) * 1024
  } catch {
    return null
  }
}

function countDone(report: string): number {
  try {
    const { size } = statSync(report)
    return size === 0 ? 0 : Math.round(size / lineBytesOf(report))
  } catch {
    return 0
  }
}

export function reportIn(folder: string): string {
  return join(folder, 'report.ndjson')
}
