// Makes the library that the settings name: a folder, or object storage, whose client is loaded only then. wire.ts and the
// commands that read the library themselves start here.
import { join } from 'node:path'
import type { Config } from './config.ts'
import { createFolderLibrary } from './library/folder.ts'
import type { Library } from './library/library.ts'
import { parseS3Address } from './library/s3/s3-address.ts'

export type LibrarySettings = Pick<
  Config,
  'imagesDir' | 'libraryUrl' | 'libraryEndpoint' | 'awsRegion' | 'dataDir' | 'pixelsMax'
>

/** Errors: CONFIG_INVALID. Object storage that does not answer is told to `warn`. */
export async function openLibrary(
  config: LibrarySettings,
  tell: { warn(message: string, cause: unknown): void },
): Promise<Library> {
  const { imagesDir, libraryUrl, libraryEndpoint: endpoint, awsRegion: region, dataDir, pixelsMax } = config
  const cacheFolder = join(dataDir, 'cache')
  if (imagesDir !== null) return createFolderLibrary({ root: imagesDir, cacheFolder, pixelsMax })
  const { createS3Library } = await import('./library/s3/s3-library.ts')
  // config.ts has seen to it that the address is one.
  const address = parseS3Address(libraryUrl!)!
  return createS3Library({ ...address, region, endpoint, cacheFolder, pixelsMax }, tell)
}
