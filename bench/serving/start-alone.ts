// Starts the process in which one part is measured alone (alone.ts).
import type { AloneJob } from './alone.ts'
import { startChild } from './child-process.ts'
import type { DecodeJob, DecodeResult } from './decode-alone.ts'
import type { InferJob, InferResult } from './infer-alone.ts'
import type { SearchAloneResult, SearchJob } from './search-alone.ts'
import { readStartSettings } from './start-settings.ts'

export type Alone = {
  infer(job: Omit<InferJob, 'kind'>): Promise<InferResult>
  decode(job: Omit<DecodeJob, 'kind'>): Promise<DecodeResult>
  search(job: Omit<SearchJob, 'kind'>): Promise<SearchAloneResult>
  /** Ends the threads of inference, so that whoever is measured next has the machine for itself. */
  rest(): Promise<void>
  stop(): Promise<void>
}

/** `ours`: with what `npm start` sets, for parts of the service. `bare`: without, for what is not ours. */
export async function startAlone(what: 'ours' | 'bare'): Promise<Alone> {
  const env = { ...process.env, ...(what === 'ours' ? readStartSettings() : {}) }
  const { child } = await startChild(new URL('./alone.ts', import.meta.url), env)
  const ask = <Result>(job: AloneJob) => child.ask<Result>(job)
  return {
    infer: (job) => ask<InferResult>({ ...job, kind: 'infer' }),
    decode: (job) => ask<DecodeResult>({ ...job, kind: 'decode' }),
    search: (job) => ask<SearchAloneResult>({ ...job, kind: 'search' }),
    rest: () => ask({ kind: 'rest' }),
    stop: () => child.stop(),
  }
}
