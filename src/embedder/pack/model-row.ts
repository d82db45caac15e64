// A model that is pulled: what its model.json would say, with each file's place on the hub in the stead of what is not known
// before it is pulled. clip-models.ts has the rows; model-pack.ts completes them; src/model-hub pulls them.
import type { ImageTower, ModelManifest, PackFileRow, Projection, TextTower } from './model-manifest.ts'

/** Where a file comes from: `<endpoint>/<repo>/resolve/<revision>/<path>`. */
export type HubFile = {
  /** Its name in the pack's folder. */
  file: string
  tower: 'image' | 'text'
  repo: string
  /** A commit, or a branch where none is pinned: then the hash of the first pull is what later starts demand. */
  revision: string
  path: string
  /** About how much it is, in bytes, for people and for the check of the disk. */
  aboutBytes: number
  /** Known beforehand; otherwise it is recorded when the file is first pulled. */
  sha256?: string
}

type Unsized<File extends PackFileRow> = Omit<File, 'bytes' | 'sha256'>

export type ModelRow = Omit<ModelManifest, 'image' | 'text'> & {
  image: Unsized<ImageTower>
  text: Unsized<Omit<TextTower, 'tokenizer' | 'projection'> & PackFileRow> & {
    tokenizer: Unsized<TextTower['tokenizer']>
    projection?: Unsized<Projection>
  }
  files: HubFile[]
}

/** What a pull recorded of a file. */
export type LockedFile = { bytes: number; sha256: string; origin: string }

/** The `lock.json` beside the files of a pulled model. */
export type ModelLock = { files: Record<string, LockedFile> }

export const lockFileName = 'lock.json'

/** The files of the row that are needed: the text tower's stay out where texts are embedded elsewhere. */
export function neededFiles({ files }: ModelRow, { text }: { text: boolean }): HubFile[] {
  return files.filter(({ tower }) => text || tower === 'image')
}

/** The hub's name for the file, for people and the lock. */
export function originOf({ repo, revision, path }: HubFile): string {
  return `${repo}@${revision}/${path}`
}

/**
 * The row with what the lock says of its files; hashes that the row knows win. Files that were never pulled (a text tower that
 * is not needed) get a size and a hash that no file has.
 */
export function completeRow(row: ModelRow, lock: ModelLock): ModelManifest {
  const { files, image, text, ...rest } = row
  const complete = <File extends { file: string }>(place: File): File & PackFileRow => {
    const known = files.find(({ file }) => file === place.file)
    const locked = lock.files[place.file]
    return { ...place, bytes: locked?.bytes ?? 0, sha256: known?.sha256 ?? locked?.sha256 ?? '' }
  }
  const { tokenizer, projection, ...tower } = text
  return {
    ...rest,
    image: complete(image),
    text: {
      ...complete(tower),
      tokenizer: complete(tokenizer),
      ...(projection ? { projection: complete(projection) } : {}),
    },
  }
}
