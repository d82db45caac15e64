// A process in which one part is measured alone: inference, decoding, or the store.
// start-alone.ts forks it.
import { answerParent } from './child-process.ts'
import { type DecodeJob, decodeAlone } from './decode-alone.ts'
import { endInference, type InferJob, inferAlone } from './infer-alone.ts'
import { type SearchJob, searchAlone } from './search-alone.ts'

/** `rest` ends the threads of inference. */
export type AloneJob = InferJob | DecodeJob | SearchJob | { kind: 'rest' }

answerParent(async (job: AloneJob) => {
  switch (job.kind) {
    case 'infer':
      return inferAlone(job)
    case 'decode':
      return decodeAlone(job)
    case 'search':
      return searchAlone(job)
    case 'rest':
      await endInference()
      return {}
  }
})
process.send!({ ready: true })
