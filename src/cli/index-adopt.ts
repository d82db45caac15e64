// `likeness index adopt`, `tune` and `restore`: what there is to do with an index on a cluster. Part of index-command.ts.
import { checkSample, sameModelCosine } from '../check-sample.ts'
import type { Config } from '../config.ts'
import { createError } from '../errors.ts'
import type { ClusterLife, IndexLife } from '../store/index-life.ts'
import { wireMigration } from '../wire.ts'
import { findModelSpace, openLife } from '../wire-store.ts'

/** Of the pictures that are embedded anew to see whether the vectors are the model's. */
const sampleSize = 8

export async function adopt(config: Config, { unchecked }: { unchecked: boolean }): Promise<number> {
  const { life, library, openEmbedder } = await wireMigration(config, { warn: say })
  try {
    const cluster = requireCluster(life)
    const embedder = await openEmbedder()
    try {
      const sample = await cluster.sampleVectors(sampleSize)
      const { compared, lowest } = await checkSample({ embedder, library }, sample)
      if (compared > 0) say(`${compared} pictures embedded anew: the lowest cosine is ${lowest.toFixed(3)}.`)
      if (!unchecked) assertIsSameModel(compared, lowest, embedder.model.name)
      const { space } = embedder.model
      const { images, renamed, normalised } = await life.exclusively(() =>
        cluster.adopt(space, (checked) => process.stderr.write(`${checked} documents checked\n`)),
      )
      say(`Adopted with ${images} images for the space "${space.id}".`)
      if (renamed > 0) say(`${renamed} documents were stored anew under the id of their image.`)
      if (normalised > 0) say(`${normalised} vectors were not of unit length and are now.`)
      return 0
    } finally {
      await embedder.close()
    }
  } finally {
    await life.close()
  }
}

function assertIsSameModel(compared: number, lowest: number, model: string): void {
  if (compared === 0) {
    const detail = `None of the pictures of a sample is in the library, so that nothing shows that the vectors are those of "${model}". Set IMAGES_DIR or LIBRARY_URL, or say --unchecked.`
    throw createError('CONFIG_INVALID', detail)
  }
  if (lowest >= sameModelCosine) return
  const detail = `The vectors are not those of "${model}": a picture embedded anew has a cosine of ${lowest.toFixed(3)} to its stored vector. Set MODEL to the model that made them.`
  throw createError('STORE_MISMATCH', detail)
}

export async function tune(config: Config, { withoutReplicas }: { withoutReplicas: boolean }): Promise<number> {
  return withCluster(config, async (cluster) => {
    const name = await cluster.tune(await findModelSpace(config), { replicas: !withoutReplicas })
    say(`${name} is ready for a load: it is not refreshed${withoutReplicas ? ' and has no copies' : ''}.`)
    say('What is added is found once the load is over: npx --no likeness index restore')
  })
}

export async function restore(config: Config): Promise<number> {
  return withCluster(config, async (cluster) => {
    say(`${await cluster.restore(await findModelSpace(config))} has its settings back, and everything is searchable.`)
  })
}

async function withCluster(config: Config, work: (cluster: ClusterLife) => Promise<void>): Promise<number> {
  const life = await openLife(config)
  try {
    await life.exclusively(() => work(requireCluster(life)))
    return 0
  } finally {
    await life.close()
  }
}

function requireCluster({ cluster }: IndexLife): ClusterLife {
  if (cluster) return cluster
  throw createError('CONFIG_INVALID', 'STORE_URL names no index of a cluster: there is nothing to adopt or to tune.')
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
