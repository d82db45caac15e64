// The address of a library in object storage, `s3://bucket/prefix`. config.ts and wire-library.ts read settings with it.
import { isLikenessError } from '../../errors.ts'
import { checkRelativePath } from '../safe-path.ts'

export type S3Address = {
  bucket: string
  /** What the key of every picture begins with: '' or a path that ends with `/`. */
  keyPrefix: string
}

/** Undefined for what is no such address. The prefix follows the rules for paths of the library; `/` at its end is left out. */
export function parseS3Address(text: string): S3Address | undefined {
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9._-]{1,253}[a-z0-9])(?:\/(.*))?$/i.exec(text) ?? []
  if (bucket === undefined) return undefined
  const path = prefix.replace(/\/$/, '')
  if (path === '') return { bucket, keyPrefix: '' }
  try {
    return { bucket, keyPrefix: `${checkRelativePath(path)}/` }
  } catch (error) {
    if (isLikenessError(error, 'PATH_INVALID')) return undefined
    throw error
  }
}

/** For people and logs. */
export function formatS3Address({ bucket, keyPrefix }: S3Address): string {
  return `s3://${bucket}${keyPrefix === '' ? '' : `/${keyPrefix.slice(0, -1)}`}`
}
