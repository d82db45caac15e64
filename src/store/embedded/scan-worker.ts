// A worker thread that finds the slots which may hold the k nearest vectors; scan-pool.ts starts it and gives it scans.
// It answers with every slot that could belong to the k nearest by the bounds of quantise.ts, so none is ever missed; only where it is asked
// to go by signs (sign-bound.ts) it first passes over those that hardly could. Those of a later page are the k nearest that score no more than the last hit of the page before.
import { parentPort, workerData } from 'node:worker_threads'
import { createKthGreatest, type KthGreatest } from './kth-greatest.ts'
import { type Block, blockOf, type MemoryLayout, scratchOf, slotsPerBlock } from './memory-layout.ts'
import { type QuantisedQuery, quantiseQuery, scoreErrorMax } from './quantise.ts'
import type { SignQuery } from './sign-bound.ts'
import { lowestBit, type SlotMask } from './slot-mask.ts'
import { createVectorCoder } from './vector-coder.ts'

export type ScanWorkerData = {
  kernels: { scan: WebAssembly.Module; signs: WebAssembly.Module }
  memory: WebAssembly.Memory
  layout: MemoryLayout
  /** Which scratch area is this worker's. */
  worker: number
}

export type Scan = {
  vector: Float32Array
  k: number
  minScore: number
  /** Only slots that may score so little count: those of a later page. Infinite on the first. */
  scoreMax: number
  /** Only slots filled and not emptied by writes up to this one count. */
  asOf: number
  /** Only slots from this one on count, the first of a block, and below the second. */
  slotStart: number
  slotEnd: number
  /** Whether vectors are passed over whose signs say that they are not among the k nearest: then one in many may be missing. */
  bySigns: boolean
  /** Only these slots, which are below `slotEnd`, count; all without a mask. */
  mask?: SlotMask
  excludedSlots: ReadonlySet<number>
}

/** Slots that may hold the k nearest, in no order; `ready` once, before the first scan. */
export type ScanAnswer = 'ready' | Uint32Array<ArrayBuffer>

type Kernel = {
  scanRun(query: number, vectors: number, stride: number, count: number, out: number): void
  scanPlaces(query: number, base: number, stride: number, places: number, count: number, out: number): void
  scanFinePlaces(query: number, base: number, stride: number, places: number, count: number, out: number): void
}

type SignKernel = {
  pickRun(
    tables: number,
    signs: number,
    columns: number,
    count: number,
    factors: number,
    offsets: number,
    base: number,
    each: number,
    least: number,
    out: number,
  ): number
}

type Candidates = { slots: number[]; scoresMax: number[] }
const createCandidates = (): Candidates => ({ slots: [], scoresMax: [] })

/** A vector of a run, which the memory gives in one stream, takes so much less time than one that lies apart: 30 ns and 110 to 130. */
const runFactor = 4
/** One block in so many is looked at beforehand. */
const blocksPerSample = 4

const { kernels, memory, layout, worker } = workerData as ScanWorkerData
const kernel = new WebAssembly.Instance(kernels.scan, { shared: { memory } }).exports as Kernel
const signKernel = new WebAssembly.Instance(kernels.signs, { shared: { memory } }).exports as SignKernel
const coder = createVectorCoder(memory, layout, worker)
const scratch = scratchOf(memory, layout, worker)
const blocks: Block[] = []

function blockAt(i: number): Block {
  while (blocks.length <= i) blocks.push(blockOf(memory, layout, blocks.length))
  return blocks[i]!
}

function runScan(scan: Scan): Uint32Array<ArrayBuffer> {
  const query = quantiseQuery(scan.vector, scratch.query)
  const signs = scan.bySigns ? coder.prepareQuery(scan.vector) : null
  const scoresMin = createKthGreatest(scan.k, signs ? sampleScores(scan, query, signs) : scan.minScore)
  const candidates = createCandidates()
  for (let first = scan.slotStart; first < scan.slotEnd; first += slotsPerBlock) {
    scanBlock(scan, query, signs, first, scoresMin, candidates)
  }
  const threshold = scoresMin.value()
  return Uint32Array.from(candidates.slots.filter((_, i) => candidates.scoresMax[i]! >= threshold))
}

/**
 * A score that k slots of some blocks reach, found by looking at those only whose guessed score, without a margin, is among the best. Where the
 * scan begins with none, half of all slots look likely until enough good ones were met.
 */
function sampleScores(scan: Scan, query: QuantisedQuery, signs: SignQuery): number {
  const scoresMin = createKthGreatest(scan.k, scan.minScore)
  const unlikely = { ...signs, base: signs.base - signs.margin }
  const step = slotsPerBlock * blocksPerSample
  for (let first = scan.slotStart; first < scan.slotEnd; first += step) {
    scanBlock(scan, query, unlikely, first, scoresMin, createCandidates())
  }
  return scoresMin.value()
}

function scanBlock(
  scan: Scan,
  query: QuantisedQuery,
  signs: SignQuery | null,
  first: number,
  scoresMin: KthGreatest,
  candidates: Candidates,
): void {
  const block = blockAt(first / slotsPerBlock)
  const threshold = scoresMin.value()
  const listed = signs ? listLikely(scan, signs, block, first, threshold) : listPlaces(scan, first)
  const scanned = scanCoarse(block, listed, Math.min(slotsPerBlock, scan.slotEnd - first))
  const picked = pickPlaces(scan, query, block, first, scanned, threshold)
  settlePlaces(scan.scoreMax, query, block, first, picked, scoresMin, candidates)
}

/** Fills `scratch.places` with the block's part of the mask. Returns how many places that are. */
function listPlaces({ mask, slotEnd }: Scan, first: number): number {
  const { places } = scratch
  const length = Math.min(slotsPerBlock, slotEnd - first)
  if (mask === undefined) {
    for (let place = 0; place < length; place++) places[place] = place
    return length
  }
  let count = 0
  for (let place = 0; place < length; place += 32) {
    for (let rest = mask[(first + place) >>> 5] ?? 0; rest !== 0; rest &= rest - 1) {
      places[count++] = place + lowestBit(rest)
    }
  }
  return count
}

/** Fills `scratch.places` with those of the block's part of the mask whose signs say that their score may reach `threshold`. Returns how many. */
function listLikely(
  { mask, slotEnd }: Scan,
  { queryOffset, base, each }: SignQuery,
  { signsAddress, signFactorAddress, signOffsetAddress }: Block,
  first: number,
  threshold: number,
): number {
  const { tablesAddress, places, placesAddress } = scratch
  const likely = signKernel.pickRun(
    tablesAddress,
    signsAddress,
    layout.signBits / 8,
    slotsPerBlock,
    signFactorAddress,
    signOffsetAddress,
    base,
    each,
    threshold - queryOffset,
    placesAddress,
  )
  let count = 0
  for (let i = 0; i < likely; i++) {
    const slot = first + places[i]!
    if (slot >= slotEnd) break
    // Without a branch, which would go the wrong way as often as not: what does not count is written over.
    places[count] = places[i]!
    count += mask === undefined ? 1 : (mask[slot >>> 5]! >>> (slot & 31)) & 1
  }
  return count
}

/** Fills `scratch.dots` for the places of the block, which has so many. Returns how many places those are. */
function scanCoarse({ coarseAddress }: Block, count: number, length: number): number {
  const { places, placesAddress, queryAddress, dots, dotsAddress } = scratch
  if (count * runFactor < length) {
    kernel.scanPlaces(queryAddress, coarseAddress, layout.stride, placesAddress, count, dotsAddress)
    return count
  }
  kernel.scanRun(queryAddress, coarseAddress, layout.stride, length, dotsAddress)
  // The places ascend, so that none is overwritten before it is read.
  if (count < length) for (let i = 0; i < count; i++) dots[i] = dots[places[i]!]!
  return count
}

/** Keeps in `scratch.places` and `scratch.dots` the places whose score may reach `threshold`. Returns how many. */
function pickPlaces(
  { asOf, excludedSlots }: Scan,
  query: QuantisedQuery,
  { scale, coarseError, since, until }: Block,
  first: number,
  count: number,
  threshold: number,
): number {
  const { places, dots } = scratch
  let picked = 0
  for (let i = 0; i < count; i++) {
    const place = places[i]!
    const score = query.scale * scale[place]! * 16 * dots[i]!
    if (score + scoreErrorMax(coarseError[place]!, query.error) < threshold) continue
    // `until` first, against the order of writing in slot-writer.ts: whoever sees a slot filled again also sees since when.
    if (Atomics.load(until, place) <= asOf || Atomics.load(since, place) > asOf) continue
    if (excludedSlots.has(first + place)) continue
    places[picked] = place
    dots[picked++] = dots[i]!
  }
  return picked
}

/** Settles the picked places with both planes: raises the k-th score and notes the candidates. */
function settlePlaces(
  scoreMax: number,
  query: QuantisedQuery,
  { fineAddress, scale, fineError }: Block,
  first: number,
  picked: number,
  scoresMin: KthGreatest,
  candidates: Candidates,
): void {
  const { places, placesAddress, dots, fineDots, fineDotsAddress, queryAddress } = scratch
  kernel.scanFinePlaces(queryAddress, fineAddress, layout.stride, placesAddress, picked, fineDotsAddress)
  for (let i = 0; i < picked; i++) {
    const place = places[i]!
    const score = query.scale * scale[place]! * (16 * dots[i]! + fineDots[i]!)
    const error = scoreErrorMax(fineError[place]!, query.error)
    if (score + error < scoresMin.value()) continue
    // Scores are cut to 1 in the end, so that nothing lies above it.
    if (score - error > scoreMax && scoreMax < 1) continue
    // What may lie just above, on an earlier page, must not push another out of the k nearest of this one.
    if (score + error < scoreMax) scoresMin.add(score - error)
    candidates.slots.push(first + place)
    candidates.scoresMax.push(score + error)
  }
}

parentPort!.on('message', (scan: Scan) => {
  const slots = runScan(scan)
  parentPort!.postMessage(slots satisfies ScanAnswer, [slots.buffer])
})
parentPort!.postMessage('ready' satisfies ScanAnswer)
