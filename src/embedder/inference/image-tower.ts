// An image tower in the runtime: the pixels of one picture or of several in, their vectors out. towers.ts opens it.

import { hasFreeBatch, openSession } from './open-session.ts'
import { createPixelTensor } from './pixel-tensor.ts'
import { runSession } from './run-session.ts'
import type { OpenedTower, TowerSetup } from './towers.ts'

/** Throws UnusableModel. */
export async function openImageTower(setup: TowerSetup): Promise<OpenedTower> {
  const { guard, paths, declared, manifest } = setup
  const { file, input, output, preprocess } = manifest.image
  const graph = { file, path: paths.image!, inputs: [input], output, declared }
  const { session, unavailable } = await openSession(guard, graph, setup)
  const toTensor = createPixelTensor(manifest.image)
  const grey = new Uint8Array(preprocess.size ** 2 * 3).fill(127)
  // As unlike as can be: a graph that scales its numbers by the greatest of the batch gives itself away.
  const stripes = Uint8Array.from(grey, (_, i) => (i % 7 < 3 ? 255 : 0))
  return {
    file,
    async run(inputs) {
      if (inputs.kind !== 'image') throw new Error('An image tower takes no texts.')
      const feeds = { [input]: toTensor(inputs.pictures) }
      return runSession(guard, session, { feeds, output, count: inputs.pictures.length })
    },
    hasFreeBatch: hasFreeBatch(session),
    unavailable,
    samples: {
      first: { kind: 'image', pictures: [grey] },
      pair: [
        { kind: 'image', pictures: [grey] },
        { kind: 'image', pictures: [stripes] },
      ],
      together: { kind: 'image', pictures: [grey, stripes] },
    },
  }
}
