// The settings' store without a model that runs: for commands that administer it, or put vectors into it that were made elsewhere.
// wire.ts joins it with the rest.
import type { Config } from './config.ts'
import type { VectorSpace } from './embedder/embedder.ts'
import { chooseModel } from './embedder/models.ts'
import { loadModelPack } from './embedder/pack/model-pack.ts'
import { createError } from './errors.ts'
import type { ImportParts } from './import-images.ts'
import { createKeyedMutex } from './keyed-mutex.ts'
import { checkRelativePath } from './library/safe-path.ts'
import type { Finding } from './store/diagnosis.ts'
import type { IndexLife } from './store/index-life.ts'
import { diagnoseStore, openIndexLife, openStore } from './store/open-store.ts'
import type { StoreAccess } from './store/store-adapter.ts'

/** How the settings reach a store on other machines. */
export function storeAccess({ storeApiKey, storeCaFingerprint, storeTimeoutMs }: Config): { access: StoreAccess } {
  return { access: { apiKey: storeApiKey, caFingerprint: storeCaFingerprint, timeoutMs: storeTimeoutMs } }
}

/** The indexes of the settings' store. Errors: CONFIG_INVALID, STORE_INVALID. */
export function openLife(config: Config): Promise<IndexLife> {
  return openIndexLife(config.storeUrl, storeAccess(config))
}

/** What is right and wrong with the settings' store, for the space of a model or for none. Errors: CONFIG_INVALID. */
export function diagnose(config: Config, space: VectorSpace | null): Promise<Finding[]> {
  return diagnoseStore(config.storeUrl, { space, ...storeAccess(config) })
}

/**
 * Opens the settings' store for vectors that were made elsewhere. Errors: MODEL_MISMATCH where the model named is not that of the settings;
 * STORE_MISMATCH where the store holds vectors of another space; MODEL_NOT_PULLED, MODEL_INVALID; those of `openStore`.
 */
export async function openImportParts(
  config: Config,
  made: { space: VectorSpace } | { model: string },
): Promise<ImportParts> {
  const space = 'space' in made ? made.space : await findNamedSpace(config, made.model)
  const store = await openStore(config.storeUrl, { space, workers: 1, ...storeAccess(config) })
  return { store, mutex: createKeyedMutex(), checkPath: checkRelativePath }
}

async function findNamedSpace(config: Config, model: string): Promise<VectorSpace> {
  const { info } = await loadModelPack(chooseModel(config), { text: false })
  if (info.name === model) return info.space
  throw createError('MODEL_MISMATCH', `The settings' model is “${info.name}”, not “${model}”.`)
}

/** The vector space of the settings' model, without starting it. Errors: MODEL_NOT_PULLED, MODEL_INVALID. */
export async function findModelSpace(config: Config): Promise<VectorSpace> {
  const { info } = await loadModelPack(chooseModel(config), { text: false })
  return info.space
}
