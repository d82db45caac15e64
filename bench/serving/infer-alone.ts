// Inference without anything around it, on threads that each have a session: the limit. Runs in a process of its own (alone.ts).
import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { quantile } from '../statistics.ts'
import type { InferOrder, InferReport, InferSetup } from './infer-worker.ts'
import type { Pack } from './packs.ts'

/** `workers` sessions of `threads` threads each, `batch` pictures in a run. */
export type InferSetting = { workers: number; threads: number; batch: number }
export type InferJob = { kind: 'infer'; pack: Pack; setting: InferSetting; windowMs: number }
/** Milliseconds; `coreMs` is the processors' time of one picture, all threads together. */
export type InferResult = { perSecond: number; coreMs: number; runMsP50: number } | { takesNoBatches: true }

type Open = { key: string; workers: Worker[]; takesBatches: boolean }
let open: Open | undefined

export async function inferAlone({ pack, setting, windowMs }: InferJob): Promise<InferResult> {
  const { batch } = setting
  const { workers, takesBatches } = await openWorkers(pack, setting)
  if (batch > 1 && !takesBatches) return { takesNoBatches: true }
  // The first run of a batch allocates.
  await runAll(workers, { batch, windowMs: 1 })
  const cpu = process.cpuUsage()
  const reports = await runAll(workers, { batch, windowMs })
  const { user, system } = process.cpuUsage(cpu)
  const pictures = reports.reduce((sum, { runMs }) => sum + runMs.length * batch, 0)
  return {
    perSecond: reports.reduce((sum, { runMs, tookMs }) => sum + (runMs.length * batch * 1000) / tookMs, 0),
    coreMs: (user + system) / 1000 / pictures,
    runMsP50: quantile(
      reports.flatMap(({ runMs }) => runMs),
      0.5,
    ),
  }
}

/** Sessions take a second to open: those of the last job are kept. */
async function openWorkers(pack: Pack, { workers: count, threads }: InferSetting): Promise<Open> {
  const key = `${pack.name} ${count} ${threads}`
  if (open?.key === key) return open
  await endInference()
  const setup: InferSetup = { path: join(pack.folder, pack.image.file), image: pack.image, threads }
  const workers = Array.from({ length: count }, () => {
    return new Worker(new URL('./infer-worker.ts', import.meta.url), { workerData: setup })
  })
  const [first] = await Promise.all(
    workers.map((worker) => once(worker, 'message') as Promise<[{ takesBatches: boolean }]>),
  )
  open = { key, workers, takesBatches: first![0].takesBatches }
  return open
}

function runAll(workers: Worker[], order: InferOrder): Promise<InferReport[]> {
  return Promise.all(
    workers.map(async (worker) => {
      worker.postMessage(order)
      const [report] = (await once(worker, 'message')) as [InferReport]
      return report
    }),
  )
}

export async function endInference(): Promise<void> {
  const ended = open?.workers.map((worker) => once(worker, 'exit')) ?? []
  for (const worker of open?.workers ?? []) worker.postMessage('end' satisfies InferOrder)
  open = undefined
  await Promise.all(ended)
}
