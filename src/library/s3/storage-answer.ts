// Reading what the storage tells of its objects, as the library has it. bucket.ts asks.
import type { GetObjectCommandOutput, HeadObjectCommandOutput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import type { LibraryFile } from '../library.ts'

/** The key is null where it cannot be read; `name` is for people. */
export type ListedObject = { key: string | null; name: string; sizeBytes: number; modifiedMs: number }

export function describeObject(answer: HeadObjectCommandOutput): LibraryFile {
  return describe(answer, answer.ContentLength ?? 0)
}

/** The whole object that a part came of; null where the storage sent something else than that part. */
export function describePart(answer: GetObjectCommandOutput, isRangeAsked: boolean): LibraryFile | null {
  if (!isRangeAsked) return describe(answer, answer.ContentLength ?? 0)
  const total = /\/(\d+)$/.exec(answer.ContentRange ?? '')?.[1]
  return total === undefined ? null : describe(answer, Number(total))
}

function describe(answer: { ETag?: string; LastModified?: Date }, sizeBytes: number): LibraryFile {
  const modifiedMs = toModifiedMs(answer.LastModified)
  // Of the entity tag what may stand between quotes.
  const version = answer.ETag?.replace(/^W\//, '').replace(/[^\x21\x23-\x7e]/g, '')
  return { sizeBytes, modifiedMs, version: version || `${sizeBytes.toString(16)}-${modifiedMs.toString(16)}` }
}

/** Whole seconds: listings have milliseconds on some servers where the header has none, and both must know a file again. */
function toModifiedMs(date: Date | undefined): number {
  return Math.floor((date?.getTime() ?? 0) / 1000) * 1000
}

export function readPage({ Contents = [], EncodingType }: ListObjectsV2CommandOutput): ListedObject[] {
  return Contents.map(({ Key: name = '', Size: sizeBytes = 0, LastModified }) => {
    const key = EncodingType === 'url' ? decodeKey(name) : name
    return { key, name: key ?? name, sizeBytes, modifiedMs: toModifiedMs(LastModified) }
  })
}

function decodeKey(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '))
  } catch {
    // Its bytes are no UTF-8.
    return null
  }
}
