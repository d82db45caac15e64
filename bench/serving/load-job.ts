// What the load generator is told to do, and what it tells of it. bench/load-generator.ts does it in a process of its own;
// generate-load.ts asks it.

/** One kind of request. Numbers go up from `firstNumber` and make each request its own; with `isSame` all are the first one. */
export type Sending = {
  url: string
  kind: 'vectorize' | 'search-picture' | 'search-words' | 'upload'
  /** JPEG files, sent in turns; none for words. */
  files: string[]
  firstNumber: number
  isSame?: boolean
  /** Of an upload: pictures in one request. */
  picturesPerRequest?: number
}

/** So many requests open at once; a new one as soon as one is answered. */
export type ClosedLoad = {
  mode: 'closed'
  sending: Sending
  concurrency: number
  /**
   * How long to measure, from when the first `concurrency` requests are answered; longer where as many again are not answered by then.
   * Infinity: until told to stop.
   */
  windowMs: number
  /** Ends earlier after so many requests. */
  requestsMax?: number
}

/** So many requests a second, however many of them are open. */
export type OpenLoad = { mode: 'open'; sending: Sending; perSecond: number; durationMs: number }

export type LoadJob = ClosedLoad | OpenLoad
export type LoadOrder = LoadJob | { mode: 'stop' }

/** Of each request in the order of the answers. Times are milliseconds; `endMs` counts from the job's start. */
export type LoadReport = {
  /** 0 for a request that broke without an answer. */
  status: Uint16Array
  endMs: Float64Array
  tookMs: Float64Array
  /** How long after its due time a request was sent; 0 in a closed loop. */
  lateMs: Float64Array
  /** Requests that were sent; as many as there are answers unless something was lost. */
  sent: number
  /** Refusals (503) that did not say when to come again. */
  refusedSilently: number
  /** When measuring began and ended; all of it in an open loop. */
  window: { startMs: number; endMs: number }
  /** What was wrong with the first answer that was not as it should be. */
  wrongAnswer: string | null
}

/** What the generator says to `started`: all lanes are busy, and the first answers are there. */
export type LoadStarted = { started: true }
