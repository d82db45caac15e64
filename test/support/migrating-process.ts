// The process that migrate-crash.test.ts kills: migrates the store of a place and tells of each step by a line. Started as
// `migrating-process.ts <dataDir> <imagesDir>`.
import { createFolderLibrary } from '../../src/library/folder.ts'
import { migrateIndex } from '../../src/migrate-index.ts'
import { createEmbeddedLife } from '../../src/store/embedded/embedded-life.ts'
import { bounds, openTinyEmbedder } from './migration-place.ts'

const [dataDir, imagesDir] = [process.argv[2]!, process.argv[3]!]
const embedder = await openTinyEmbedder()
const { kind } = await migrateIndex({
  life: createEmbeddedLife(dataDir),
  library: await createFolderLibrary({ root: imagesDir, cacheFolder: `${dataDir}/cache`, pixelsMax: 1e7 }),
  bounds,
  allowSkipped: false,
  openEmbedder: async () => ({
    ...embedder,
    embedImage(bytes, options) {
      console.log('embedding')
      return embedder.embedImage(bytes, options)
    },
  }),
  onStart: () => console.log('started'),
  onProgress: ({ done }) => console.log('written', done),
})
console.log(kind)
