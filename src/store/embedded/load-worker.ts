// A thread that fills a part of the shared memory while a store opens, and ends; load-pool.ts starts it. Its own connection only reads.
import { DatabaseSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'
import { busyTimeoutMs } from './database.ts'
import { type LoadRange, loadVectors } from './load-vectors.ts'
import type { MemoryLayout } from './memory-layout.ts'

export type LoadWorkerData = { file: string; memory: WebAssembly.Memory; layout: MemoryLayout; range: LoadRange }

const { file, memory, layout, range } = workerData as LoadWorkerData
const sqlite = new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs })
try {
  for (const _ of loadVectors(sqlite, memory, layout, range));
} finally {
  sqlite.close()
}
