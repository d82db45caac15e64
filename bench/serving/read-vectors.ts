// What the rounds of measure-vectors.ts say, figure by figure: always one number a round, so that a ratio is of one round.
import type { Latencies, Measured } from './generate-load.ts'
import type { VectorSize, VectorsResult, VectorsRound, WayName } from './measure-vectors.ts'

export type TurnKey = { way: WayName; size: VectorSize; concurrency: number }

function findTurn(round: VectorsRound, key: TurnKey): Measured | undefined {
  const isIt = (turn: TurnKey) => turn.way === key.way && turn.size === key.size && turn.concurrency === key.concurrency
  return round.turns.find(isIt)?.measured
}

export function throughputs({ rounds }: VectorsResult, key: TurnKey): number[] {
  return rounds.flatMap((round) => findTurn(round, key)?.perSecond ?? [])
}

export function latencies({ rounds }: VectorsResult, key: TurnKey, which: keyof Latencies): number[] {
  return rounds.flatMap((round) => findTurn(round, key)?.latencies[which] ?? [])
}

/** Throughput as a share of inference alone. */
export function ofLimit({ rounds }: VectorsResult, key: TurnKey): number[] {
  return rounds.flatMap((round) => {
    const turn = findTurn(round, key)
    return turn ? turn.perSecond / round.limit.perSecond : []
  })
}

/** Throughput as a share of the cost model with the decoding that the service uses. */
export function ofModel({ rounds }: VectorsResult, key: TurnKey): number[] {
  return rounds.flatMap((round) => {
    const turn = findTurn(round, key)
    const cost = findDecode(round, key)
    return turn && cost ? turn.perSecond / cost.model : []
  })
}

/** How many times as fast as another way. */
export function ofOther({ rounds }: VectorsResult, key: TurnKey, other: WayName): number[] {
  return rounds.flatMap((round) => {
    const turn = findTurn(round, key)
    const otherTurn = findTurn(round, { ...key, way: other })
    return turn && otherTurn ? turn.perSecond / otherTurn.perSecond : []
  })
}

/** Milliseconds that the service adds to a lone picture's inference and decoding, each measured alone. */
export function addedMs({ rounds }: VectorsResult, key: Omit<TurnKey, 'concurrency'>): number[] {
  return rounds.flatMap((round) => {
    const turn = findTurn(round, { ...key, concurrency: 1 })
    const cost = findDecode(round, key)
    return turn && cost ? turn.latencies.p50 - round.limit.singleMs - cost.cost.msP50 : []
  })
}

function findDecode({ decode }: VectorsRound, { way, size }: Pick<TurnKey, 'way' | 'size'>) {
  const decoding = way === 'service, fast decoding' ? 'fast' : 'exact'
  return decode.find((one) => one.decoding === decoding && one.size === size)
}
