// Runs the sections that were asked for, one after the other, and gathers what they found.
import type { Bench } from './bench.ts'
import { countImages, prepareLibrary } from './library.ts'
import { type DecodeSectionResult, measureDecoders } from './measure-decode.ts'
import { type MemoryResult, measureMemory } from './measure-memory.ts'
import { type MixedRound, measureMixed } from './measure-mixed.ts'
import { measureOverload, type OverloadRound } from './measure-overload.ts'
import { measureSearch, type SearchRound } from './measure-search.ts'
import { measureStarts } from './measure-start.ts'
import { measureVectors, type VectorsResult, type WayName } from './measure-vectors.ts'
import type { Options, SectionName } from './options.ts'
import { measureOtherWork } from './other-work.ts'
import type { Pack, PackName } from './packs.ts'

type ByPack<Result> = Partial<Record<PackName, Result>>

/** What was not asked for is not there. */
export type Found = {
  /** Of each section: what share of the machine others took right before it. */
  otherWork: Partial<Record<SectionName, number>>
  /** Of the library that is searched. */
  libraryImages: number
  vectors?: ByPack<VectorsResult>
  search?: SearchRound[]
  mixed?: ByPack<MixedRound[]>
  overload?: ByPack<OverloadRound[]>
  memory?: MemoryResult
  startMs?: number[]
  decode?: DecodeSectionResult
}

export async function runSections(bench: Bench, { sections }: Options, results: string): Promise<Found> {
  const isAsked = (...names: SectionName[]) => names.some((name) => sections.includes(name))
  const needsLibrary = isAsked('caches', 'search') || (isAsked('mixed') && bench.packs.some(isBuiltin))
  const library = needsLibrary ? await prepareLibrary(bench, results) : ''
  const found: Found = { otherWork: {}, libraryImages: countImages(bench) }
  const section = async <Result>(names: SectionName[], measure: () => Promise<Result>): Promise<Result | undefined> => {
    const asked = names.filter((name) => sections.includes(name))
    if (asked.length === 0) return undefined
    found.otherWork[asked[0]!] = await measureOtherWork(bench)
    return measure()
  }
  // First of all: a machine that works for an hour gets slower on some hosts.
  found.startMs = await section(['start'], () => measureStarts(bench))
  found.vectors = await section(['limit', 'cost', 'peers', 'service'], () => {
    return byPack(bench, (pack) => measureVectors(bench, pack, waysOf(isAsked)))
  })
  found.decode = await section(['decode'], () => measureDecoders(bench))
  found.search = await section(['caches', 'search'], () => measureSearch(bench, library))
  found.mixed = await section(['mixed'], () => byPack(bench, (pack) => measureMixed(bench, pack, library)))
  found.overload = await section(['overload'], () => byPack(bench, (pack) => measureOverload(bench, pack)))
  found.memory = await section(['memory'], () => measureMemory(bench))
  return found
}

function waysOf(isAsked: (...names: SectionName[]) => boolean): WayName[] {
  return [
    ...(isAsked('service') ? (['service', 'service, fast decoding'] as const) : []),
    ...(isAsked('peers') ? (['plain peer', 'tuned peer'] as const) : []),
  ]
}

function isBuiltin({ name }: Pack): boolean {
  return name === 'builtin'
}

async function byPack<Result>(
  { packs }: Bench,
  measure: (pack: Pack) => Promise<Result>,
): Promise<Partial<Record<PackName, Result>>> {
  const results: Partial<Record<PackName, Result>> = {}
  for (const pack of packs) results[pack.name] = await measure(pack)
  return results
}
