// One tower of a pack on its thread: the session opened, run once before it counts, and tried with two inputs at once.
// inference-worker.ts serves runs with it; image-tower.ts and text-tower.ts are the two kinds.
import { normalise } from '../../vector.ts'
import type { ModelManifest } from '../pack/model-manifest.ts'
import type { ModelPack } from '../pack/model-pack.ts'
import { openImageTower } from './image-tower.ts'
import type { InferenceInputs } from './inference-worker.ts'
import { type OpenedSession, type SessionSetup, UnusableModel } from './open-session.ts'
import type { RuntimeGuard } from './runtime-guard.ts'
import { openTextTower } from './text-tower.ts'

export type TowerSetup = Pick<ModelPack, 'manifest' | 'paths' | 'declared'> &
  SessionSetup & {
    kind: 'image' | 'text'
    /** A text as long as the model's context, so that warming up also proves that the graph takes that length. */
    longestIds: number[]
    /** The greatest id of the tokenizer, which a tower with another vocabulary does not take. */
    highestId: number
    /** How many inputs a run may have, if the tower bears it. */
    batchMax: number
    guard: RuntimeGuard
  }

/** What both kinds give: a tower that is open and not yet tried. */
export type OpenedTower = {
  file: string
  /** `dims` numbers for each input, as the graph gives them. */
  run(inputs: InferenceInputs): Promise<Float32Array[]>
  /** Whether the graph's first axis is free. */
  hasFreeBatch: boolean
  unavailable: OpenedSession['unavailable']
  /** What a run is tried with: the first proves that the tower works, two of one shape that they do not mind each other. */
  samples: { first: InferenceInputs; pair: [InferenceInputs, InferenceInputs]; together: InferenceInputs }
}

export type Tower = Pick<OpenedTower, 'run' | 'unavailable'> & {
  /** Whether several inputs may go into one run: each vector is then the one that its input has alone. */
  takesBatches: boolean
}

/** Opens and warms the tower up. Throws UnusableModel. */
export async function openTower(setup: TowerSetup): Promise<Tower> {
  const tower = await (setup.kind === 'image' ? openImageTower(setup) : openTextTower(setup))
  await warmUp(setup, tower)
  return {
    run: tower.run,
    unavailable: tower.unavailable,
    takesBatches: setup.batchMax > 1 && (await takesBatches(tower)),
  }
}

/** Runs a tower once and checks what comes out: `dims` finite numbers that are not all zero. */
async function warmUp(
  { kind, declared, manifest, highestId }: TowerSetup,
  { file, run, samples }: OpenedTower,
): Promise<void> {
  const [vector] = await run(samples.first).catch((cause) => {
    throw new UnusableModel(`${file} does not run on the input that ${declared} describes`, { cause })
  })
  if (vector!.length !== manifest.dims) {
    throw new UnusableModel(`${file} gives ${vector!.length} numbers where ${declared} says ${manifest.dims} dims`)
  }
  try {
    normalise(vector!)
  } catch (cause) {
    throw new UnusableModel(`${file} gives numbers that are not finite, or only zeros`, { cause })
  }
  if (kind === 'text') await tryVocabulary(manifest, highestId, () => run(samples.pair[0]))
}

/** `run` is of a text with the tokenizer's greatest id in it. */
async function tryVocabulary({ text }: ModelManifest, highestId: number, run: () => Promise<unknown>): Promise<void> {
  const { file, tokenizer } = text
  await run().catch((cause) => {
    throw new UnusableModel(`${file} does not know the ids of ${tokenizer.file}, which go up to ${highestId}`, {
      cause,
    })
  })
}

/** Of unit vectors; sums come in another order in a batch. Graphs that quantise over the whole batch differ by far more. */
const differenceMax = 1e-5

async function takesBatches({ hasFreeBatch, run, samples }: OpenedTower): Promise<boolean> {
  if (!hasFreeBatch) return false
  try {
    const alone = [...(await run(samples.pair[0])), ...(await run(samples.pair[1]))].map(normalise)
    const together = (await run(samples.together)).map(normalise)
    return alone.every((vector, i) => vector.every((x, j) => Math.abs(x - together[i]![j]!) <= differenceMax))
  } catch {
    // A graph that says its batch is free and does not take one is asked one by one.
    return false
  }
}
