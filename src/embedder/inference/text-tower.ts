// A text tower in the runtime: the token ids of one text, or of several of one length, in; their vectors out. towers.ts opens it.
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import type { TextTower } from '../pack/model-manifest.ts'
import { hasFreeBatch, openSession, UnusableModel } from './open-session.ts'
import { runSession } from './run-session.ts'
import { createTextOutput } from './text-output.ts'
import type { OpenedTower, TowerSetup } from './towers.ts'

/** Throws UnusableModel. */
export async function openTextTower(setup: TowerSetup): Promise<OpenedTower> {
  const { guard, declared, longestIds, highestId, manifest } = setup
  const { file, inputs, output } = manifest.text
  const paths = setup.paths.text!
  const graph = { file, path: paths.tower, inputs: inputNames(inputs), output, declared }
  const { session, unavailable } = await openSession(guard, graph, setup)
  const toIds = createIdTensor(session, file)
  const toVector = await createTextOutput(manifest.text, paths.projection, manifest.dims).catch((cause: Error) => {
    throw new UnusableModel(cause.message, { cause })
  })
  const short = longestIds.slice(0, 3)
  const highest = short.with(1, highestId)
  return {
    file,
    async run(given) {
      if (given.kind !== 'text') throw new Error('A text tower takes no pictures.')
      const { texts } = given
      const mask = inputs.mask === undefined ? {} : { [inputs.mask]: toIds(texts.map((ids) => ids.map(() => 1))) }
      const feeds = { [inputs.ids]: toIds(texts), ...mask }
      return runSession(guard, session, { feeds, output, count: texts.length, read: toVector })
    },
    hasFreeBatch: hasFreeBatch(session),
    unavailable,
    samples: {
      first: { kind: 'text', texts: [longestIds] },
      pair: [
        { kind: 'text', texts: [highest] },
        { kind: 'text', texts: [short] },
      ],
      together: { kind: 'text', texts: [highest, short] },
    },
  }
}

function inputNames({ ids, mask }: TextTower['inputs']): string[] {
  return mask === undefined ? [ids] : [ids, mask]
}

/** Exporters write ids as int64 or as int32: the graph says which. */
function createIdTensor(session: InferenceSession, file: string): (texts: number[][]) => Tensor {
  const types = new Set(session.inputMetadata.map((input) => (input.isTensor ? input.type : 'no tensor')))
  const [type] = types
  const dims = (texts: number[][]) => [texts.length, texts[0]!.length]
  if (types.size === 1 && type === 'int64') {
    return (texts) => new Tensor('int64', BigInt64Array.from(texts.flat(), BigInt), dims(texts))
  }
  if (types.size === 1 && type === 'int32') {
    return (texts) => new Tensor('int32', Int32Array.from(texts.flat()), dims(texts))
  }
  throw new UnusableModel(`${file} takes inputs of the type ${[...types].join(' and ')}, not int64 or int32`)
}
