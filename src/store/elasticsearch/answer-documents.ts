// Kept answers as documents of the shared state: this engine's part of the port ../answer-store.ts.
import { createHash } from 'node:crypto'
import { type AnswerStore, isOver, type KeptAnswer } from '../answer-store.ts'
import type { StateDocuments, StateFields } from './state-documents.ts'

/** How often an instance looks for answers to forget, and how many go at once. */
const sweepEveryMs = 3_600_000
const sweptMax = 1_000

export function createAnswerDocuments(documents: StateDocuments): AnswerStore {
  let sweptMs = Number.NEGATIVE_INFINITY

  async function sweep(forgottenBefore: string): Promise<void> {
    if (performance.now() < sweptMs + sweepEveryMs) return
    sweptMs = performance.now()
    const old = [{ term: { kind: 'answer' } }, { range: { at: { lt: forgottenBefore } } }]
    for (const { document } of await documents.search(old, 'asc', sweptMax)) {
      await documents.remove((JSON.parse(document) as { id: string }).id)
    }
  }

  const write = (key: string, kept: KeptAnswer, over: Parameters<StateDocuments['write']>[2]) =>
    documents.write(idOf(key), toFields(key, kept), over)

  return {
    async take(key, kept, limits) {
      // Nobody waits for it.
      void sweep(limits.forgottenBefore).catch(() => {})
      for (;;) {
        if ((await write(key, kept, 'nothing')) !== null) return null
        const found = await documents.get(idOf(key))
        if (found === null) continue
        const { kept: before } = JSON.parse(found.document) as { kept: KeptAnswer }
        if (!isOver(before, limits)) return before
        if ((await write(key, kept, { version: found.version })) !== null) return null
      }
    },
    async put(key, kept) {
      await write(key, kept, 'anything')
    },
    drop: (key) => documents.remove(idOf(key)),
  }
}

function idOf(key: string): string {
  return `answer-${createHash('sha256').update(key).digest('hex')}`
}

function toFields(key: string, kept: KeptAnswer): StateFields {
  return { kind: 'answer', at: kept.at, document: JSON.stringify({ id: idOf(key), kept }) }
}
