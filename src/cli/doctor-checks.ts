// What `likeness doctor` looks at on this machine: the model's files, the pictures, the data folder. doctor.ts prints it.
import type { Config } from '../config.ts'
import type { VectorSpace } from '../embedder/embedder.ts'
import { chooseModel } from '../embedder/models.ts'
import { loadModelPack } from '../embedder/pack/model-pack.ts'
import { errorCatalogue, isLikenessError } from '../errors.ts'
import { canBeMade, diagnoseRoom, findFolderState } from '../store/diagnose-folder.ts'
import { count, type Finding, failure, ok, warning } from '../store/diagnosis.ts'
import { openLibrary } from '../wire-library.ts'

/** The space is null where the model cannot be used. Every file is read; no inference is started. */
export async function checkModel(config: Config): Promise<{ space: VectorSpace | null; findings: Finding[] }> {
  const text = config.textEmbedder === 'local'
  try {
    const { info, paths } = await loadModelPack(chooseModel(config), { text })
    const files = [paths.image, ...Object.values(paths.text ?? {})].filter((path) => path !== null)
    const verified = `${count(files.length, 'file')} as declared`
    const texts = text ? '' : '; its texts are embedded by Elasticsearch'
    const detail = `${info.name}: ${verified}, space "${info.space.id}", ${info.dims} numbers a vector${texts}`
    return { space: info.space, findings: [ok('model', detail)] }
  } catch (error) {
    return { space: null, findings: [describeModelFault(error, config)] }
  }
}

function describeModelFault(error: unknown, { modelAutoPull }: Config): Finding {
  if (isLikenessError(error, 'MODEL_NOT_PULLED') && modelAutoPull) {
    const advice = 'The next start pulls it, as MODEL_AUTO_PULL is set; `npx --no likeness models pull` does it now.'
    return warning('model', error.message, advice)
  }
  if (isLikenessError(error)) return failure('model', error.message, errorCatalogue[error.code].advice)
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  return failure('model', `its files cannot be read (${code})`, 'Let the user of the service read them.')
}

export async function checkPictures(config: Config): Promise<Finding[]> {
  return config.imagesDir === null ? [await checkBucket(config)] : checkImagesFolder(config.imagesDir)
}

/** Lists one picture of it; whether it can be read and written to shows only in use. */
async function checkBucket(config: Config): Promise<Finding> {
  let fault: unknown
  try {
    const { root } = await openLibrary(config, { warn: (_message, cause) => (fault = cause) })
    if (!isLikenessError(fault)) return ok('pictures', `${root} can be listed`)
  } catch (error) {
    fault = error
  }
  if (!isLikenessError(fault)) throw fault
  const { code, message, cause } = fault
  const why = code === 'LIBRARY_UNAVAILABLE' && cause instanceof Error ? `${message} ${cause.message}` : message
  const advice =
    'Correct LIBRARY_URL, LIBRARY_ENDPOINT, AWS_REGION or the credentials, or see to it that the storage can be reached from here.'
  return failure('pictures', why, advice)
}

function checkImagesFolder(imagesDir: string): Finding[] {
  switch (findFolderState(imagesDir)) {
    case 'usable':
      return [ok('pictures', imagesDir)]
    case 'read only': {
      const advice =
        'Nothing to do for a library that is only searched; otherwise let the user of the service write to it.'
      return [warning('pictures', `${imagesDir} cannot be written to: uploads are refused`, advice)]
    }
    case 'missing': {
      const advice = 'Mount it, set IMAGES_DIR to where the pictures are, or make it: a start would make an empty one.'
      return [failure('pictures', `${imagesDir} is not there`, advice)]
    }
    case 'no folder':
      return [failure('pictures', `${imagesDir} is not a folder`, 'Set IMAGES_DIR to the folder of the pictures.')]
    case 'unreadable':
      return [failure('pictures', `${imagesDir} cannot be read`, 'Let the user of the service read it.')]
  }
}

export function checkDataFolder({ dataDir }: Config): Finding[] {
  const advice = 'Set DATA_DIR to a folder that the user of the service can write to.'
  const state = findFolderState(dataDir)
  const room = diagnoseRoom('data disk', dataDir)
  if (state === 'usable') return [ok('data folder', dataDir), room]
  if (state !== 'missing') return [failure('data folder', `${dataDir}: ${state}`, advice), room]
  return canBeMade(dataDir)
    ? [ok('data folder', `${dataDir} is not there yet: the first start makes it`), room]
    : [failure('data folder', `${dataDir} is not there and cannot be made`, advice), room]
}
