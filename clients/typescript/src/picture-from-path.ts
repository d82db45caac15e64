// Node alone: a picture file as what forms and calls take, without reading it into memory. Imported as `likeness-client/node`.
import { openAsBlob } from 'node:fs'
import { access, constants } from 'node:fs/promises'
import { basename, extname } from 'node:path'

const types: Record<string, string> = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.heic': 'image/heic',
  '.heif': 'image/heic',
  '.gif': 'image/gif',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
}

/** A File of the path's last name; its bytes are read when it is sent. Errors: those of the file system. */
export async function pictureFromPath(path: string): Promise<File> {
  // The error of what follows names neither the path nor the reason.
  await access(path, constants.R_OK)
  const type = types[extname(path).toLowerCase()] ?? 'application/octet-stream'
  return new File([await openAsBlob(path)], basename(path), { type })
}
