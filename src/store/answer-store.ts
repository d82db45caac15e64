// The port for answers that are kept for a day, so that a request that is sent again is not done again. Part of vector-store.ts;
// ../http/idempotency.ts decides what is kept.

export type KeptAnswer = {
  /** Of the request: another one under the same key is a mistake of the client. */
  fingerprint: string
  /** Null while the request is being worked on. */
  answer: { status: number; body: string } | null
  /** When the key was taken: ISO 8601 in UTC with milliseconds. */
  at: string
}

export type AnswerStore = {
  /**
   * Takes the key; resolves to null, or to what is kept where somebody has it. What was taken before `staleBefore` and has no answer, and what
   * was taken before `forgottenBefore`, is as if it had never been.
   */
  take(
    key: string,
    kept: KeptAnswer,
    limits: { staleBefore: string; forgottenBefore: string },
  ): Promise<KeptAnswer | null>
  put(key: string, kept: KeptAnswer): Promise<void>
  drop(key: string): Promise<void>
}

export function isOver(kept: KeptAnswer, limits: { staleBefore: string; forgottenBefore: string }): boolean {
  return kept.at < limits.forgottenBefore || (kept.answer === null && kept.at < limits.staleBefore)
}
