// Scans one block of slots: what the signs and the mask leave is compared on 8 bits a number, and what that leaves on 12. Part of scan-worker.ts,
// which goes through the blocks; the memory and the scratch area are those of its thread.
import { workerData } from 'node:worker_threads'
import type { KthGreatest } from './kth-greatest.ts'
import { type Block, blockOf, scratchOf, slotsPerBlock } from './memory-layout.ts'
import { type QuantisedQuery, quantiseQuery, scoreErrorMax } from './quantise.ts'
import type { Scan, ScanWorkerData } from './scan-messages.ts'
import type { SignQuery } from './sign-bound.ts'
import { lowestBit } from './slot-mask.ts'
import { createVectorCoder } from './vector-coder.ts'

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

/** The query as the kernels take it, and as its signs are compared, where they are asked. */
export type ScanQuery = { codes: QuantisedQuery; signs: SignQuery | null }

/** Slots that may be among the k nearest, with the greatest score that each may have. */
export type Candidates = { slots: number[]; scoresMax: number[] }

/** A vector of a run, which the memory gives in one stream, takes so much less time than one that lies apart: 30 ns and 110 to 130. */
const runFactor = 4

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

/** Puts the query of the scan into the scratch area, where `scanBlock` takes it from until the next one comes. */
export function prepareQuery({ vector, bySigns }: Scan): ScanQuery {
  return { codes: quantiseQuery(vector, scratch.query), signs: bySigns ? coder.prepareQuery(vector) : null }
}

/** Raises the k-th score and adds to the candidates. Returns how many slots of the block the mask and the signs left. */
export function scanBlock(
  scan: Scan,
  { codes, signs }: ScanQuery,
  first: number,
  scoresMin: KthGreatest,
  candidates: Candidates,
): number {
  const block = blockAt(first / slotsPerBlock)
  const threshold = scoresMin.value()
  const listed = signs ? listLikely(scan, signs, block, first, threshold) : listPlaces(scan, first)
  const scanned = scanCoarse(block, listed, Math.min(slotsPerBlock, scan.slotEnd - first))
  const picked = pickPlaces(scan, codes, block, first, scanned, threshold)
  settlePlaces(scan.scoreMax, codes, block, first, picked, scoresMin, candidates)
  return listed
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

/** Whether a run over all takes less time than those alone. */
export function isMuch(count: number, length: number): boolean {
  return count * runFactor >= length
}

/** Fills `scratch.dots` for the places of the block, which has so many. Returns how many places those are. */
function scanCoarse({ coarseAddress }: Block, count: number, length: number): number {
  const { places, placesAddress, queryAddress, dots, dotsAddress } = scratch
  if (!isMuch(count, length)) {
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
