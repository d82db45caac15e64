// What settings that are each right alone must fulfil together. config.ts runs these checks after the table's own.
import type { Config } from './config.ts'
import { builtinModel } from './embedder/models.ts'
import { isInsideFolder, isLoopback } from './setting-kinds.ts'
import { findStoreFolder } from './store/open-store.ts'

/** The settings concerned, and the fault or null. */
export type JointCheck = { of: (keyof Config)[]; faultOf: (config: Config) => string | null }

const access: JointCheck[] = [
  {
    of: ['host', 'apiKeys', 'allowAnonymous'],
    faultOf: ({ host, apiKeys, allowAnonymous }) =>
      isLoopback(host) || apiKeys.length > 0 || allowAnonymous
        ? null
        : `HOST is ${host}, which others can reach: set API_KEYS, or ALLOW_ANONYMOUS=true to serve everyone`,
  },
]

const limits: JointCheck[] = [
  {
    of: ['requestBytesMax', 'imageBytesMax'],
    faultOf: ({ requestBytesMax, imageBytesMax }) =>
      requestBytesMax < imageBytesMax ? 'REQUEST_BYTES_MAX must be at least IMAGE_BYTES_MAX' : null,
  },
  {
    of: ['inFlightBytesMax', 'requestBytesMax'],
    faultOf: ({ inFlightBytesMax, requestBytesMax }) =>
      inFlightBytesMax < requestBytesMax ? 'IN_FLIGHT_BYTES_MAX must be at least REQUEST_BYTES_MAX' : null,
  },
]

const library: JointCheck[] = [
  {
    of: ['imagesDir', 'libraryUrl'],
    faultOf: ({ imagesDir, libraryUrl }) =>
      imagesDir !== null && libraryUrl !== null
        ? 'IMAGES_DIR and LIBRARY_URL each say where the pictures are: set one of them'
        : null,
  },
  {
    of: ['libraryEndpoint', 'libraryUrl'],
    faultOf: ({ libraryEndpoint, libraryUrl }) =>
      libraryEndpoint !== null && libraryUrl === null
        ? 'LIBRARY_ENDPOINT goes with LIBRARY_URL, which is not set'
        : null,
  },
]

const folders: JointCheck[] = [
  {
    of: ['imagesDir', 'dataDir'],
    faultOf: ({ imagesDir, dataDir }) =>
      imagesDir !== null && (isInsideFolder(imagesDir, dataDir) || isInsideFolder(dataDir, imagesDir))
        ? 'IMAGES_DIR and DATA_DIR must not lie inside each other: one holds your pictures, the other what is made of them'
        : null,
  },
  {
    of: ['imagesDir', 'dataDir', 'storeUrl'],
    faultOf: ({ imagesDir, dataDir, storeUrl }) => {
      const folder = findStoreFolder(storeUrl)
      // Below DATA_DIR, which the check before this one is about.
      if (folder === null || imagesDir === null || isInsideFolder(folder, dataDir)) return null
      return isInsideFolder(folder, imagesDir)
        ? 'STORE_URL must not name a folder inside IMAGES_DIR, where an upload could take the place of its files'
        : null
    },
  },
  {
    of: ['imagesDir', 'dataDir', 'modelsDir'],
    faultOf: ({ imagesDir, dataDir, modelsDir }) =>
      imagesDir !== null && isInsideFolder(modelsDir, imagesDir) && !isInsideFolder(modelsDir, dataDir)
        ? 'MODELS_DIR must not lie inside IMAGES_DIR, where an upload could take the place of its files'
        : null,
  },
]

const models: JointCheck[] = [
  {
    of: ['model', 'modelDir'],
    faultOf: ({ model, modelDir }) =>
      modelDir !== null && model !== builtinModel ? 'MODEL and MODEL_DIR each choose the model: set one of them' : null,
  },
  {
    of: ['textEmbedder', 'textEmbedderUrl', 'textEmbedderModel'],
    faultOf: ({ textEmbedder, textEmbedderUrl, textEmbedderModel }) =>
      textEmbedder === 'elasticsearch' && (textEmbedderUrl === null || textEmbedderModel === null)
        ? 'TEXT_EMBEDDER=elasticsearch needs TEXT_EMBEDDER_URL and TEXT_EMBEDDER_MODEL'
        : null,
  },
  {
    of: ['textEmbedder', 'model', 'modelDir'],
    faultOf: ({ textEmbedder, model, modelDir }) =>
      textEmbedder === 'elasticsearch' && model === builtinModel && modelDir === null
        ? `TEXT_EMBEDDER=elasticsearch needs a MODEL whose space a text model of the cluster shares: nothing but itself shares that of “${builtinModel}”`
        : null,
  },
]

export const jointChecks: readonly JointCheck[] = [...access, ...limits, ...library, ...folders, ...models]
