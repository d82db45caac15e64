// A worker thread that finds the slots which may hold the k nearest vectors; scan-pool.ts starts it and gives it scans.
// It answers with every slot that could belong to the k nearest by the bounds of quantise.ts, so none is ever missed; only where it is asked
// to go by signs (sign-bound.ts) it first passes over those that hardly could. Those of a later page are the k nearest that score no more than the last hit of the page before.
import { parentPort } from 'node:worker_threads'
import { createKthGreatest } from './kth-greatest.ts'
import { slotsPerBlock } from './memory-layout.ts'
import { type Candidates, isMuch, prepareQuery, type ScanQuery, scanBlock } from './scan-block.ts'
import type { Scan, ScanAnswer } from './scan-messages.ts'
import type { SignQuery } from './sign-bound.ts'

/** One block in so many is looked at beforehand. */
const blocksPerSample = 4
/** With so many slots, or more for a greater k, that look begins; a multiple of 32. */
const firstSlots = 256

const createCandidates = (): Candidates => ({ slots: [], scoresMax: [] })

function runScan(scan: Scan): Uint32Array<ArrayBuffer> {
  const query = prepareQuery(scan)
  const scoresMin = createKthGreatest(scan.k, query.signs ? sampleScores(scan, query, query.signs) : scan.minScore)
  const candidates = createCandidates()
  let unaskedEnd = scan.slotStart
  for (let first = scan.slotStart; first < scan.slotEnd; first += slotsPerBlock) {
    const signs = first < unaskedEnd ? null : query.signs
    const listed = scanBlock(scan, { ...query, signs }, first, scoresMin, candidates)
    // Signs that leave so much are not worth asking: not of the next blocks either.
    if (signs && isMuch(listed, slotsPerBlock)) unaskedEnd = first + slotsPerBlock * blocksPerSample
  }
  const threshold = scoresMin.value()
  return Uint32Array.from(candidates.slots.filter((_, i) => candidates.scoresMax[i]! >= threshold))
}

/**
 * A score that k slots of some blocks reach, found by looking at those only whose guessed score, without a margin, is among the best; and before
 * that a lower one, among the first slots alone. Where a scan begins with none, half of all slots look likely until enough good ones were met.
 */
function sampleScores(scan: Scan, query: ScanQuery, signs: SignQuery): number {
  const slotEnd = Math.min(scan.slotEnd, scan.slotStart + Math.max(firstSlots, 32 * scan.k))
  const scoreMin = kthScore({ ...scan, slotEnd }, { ...query, signs: null }, scan.minScore)
  return kthScore(scan, { ...query, signs: { ...signs, base: signs.base - signs.margin } }, scoreMin)
}

/** The greatest score that k slots of the sampled blocks reach for certain, at least `scoreMin`. */
function kthScore(scan: Scan, query: ScanQuery, scoreMin: number): number {
  const scoresMin = createKthGreatest(scan.k, scoreMin)
  const step = slotsPerBlock * blocksPerSample
  for (let first = scan.slotStart; first < scan.slotEnd; first += step) {
    scanBlock(scan, query, first, scoresMin, createCandidates())
  }
  return scoresMin.value()
}

parentPort!.on('message', (scan: Scan) => {
  const slots = runScan(scan)
  parentPort!.postMessage(slots satisfies ScanAnswer, [slots.buffer])
})
parentPort!.postMessage('ready' satisfies ScanAnswer)
