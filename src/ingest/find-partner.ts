// What phones and cameras write beside a picture under the same name: the film of a Live Photo, raw data, a file of edits. Such a pair is one
// picture. ingest.ts asks of files that are none.
import { isLikenessError } from '../errors.ts'
import type { Library } from '../library/library.ts'

/** In lower case. */
const besidePictures = new Set(
  // Films; raw data of Adobe, Canon, Nikon, Sony, Fujifilm, Olympus, Panasonic, Pentax and Samsung; edits.
  'mov mp4 dng cr2 cr3 nef nrw arw sr2 raf orf rw2 pef srw xmp aae thm'.split(' '),
)

/** As phones and cameras name their pictures, the most likely first. */
const ofPictures = ['heic', 'jpg', 'jpeg', 'heif', 'png'].flatMap((name) => [name, name.toUpperCase()])

/** The path of the picture that the file belongs to, or null. Errors: LIBRARY_UNAVAILABLE. */
export async function findPartner(library: Pick<Library, 'stat'>, relativePath: string): Promise<string | null> {
  const dot = relativePath.lastIndexOf('.')
  if (!besidePictures.has(relativePath.slice(dot + 1).toLowerCase())) return null
  const stem = relativePath.slice(0, dot)
  for (const extension of ofPictures) {
    const path = `${stem}.${extension}`
    if (await isThere(library, path)) return path
  }
  return null
}

async function isThere(library: Pick<Library, 'stat'>, relativePath: string): Promise<boolean> {
  try {
    await library.stat(relativePath)
    return true
  } catch (error) {
    // A library that does not answer says nothing about what lies in it.
    if (isLikenessError(error, 'LIBRARY_UNAVAILABLE')) throw error
    return false
  }
}
