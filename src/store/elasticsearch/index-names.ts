// Names that the indexes of a store share, and what it means when a name is taken or a document was written meanwhile.
import { isLikenessError } from '../../errors.ts'

/**
 * The alias that writes go through: the engine makes an index that is missing anew, with a mapping of its own guess, unless
 * the name that is written to must be an alias. Elasticsearch takes 255 bytes; the store's name has at most 200.
 */
export function writeAliasOf(indexName: string): string {
  return `${indexName}-writes`
}

/** Whether another instance was faster to make an index. */
export function isAlreadyThere(error: unknown): boolean {
  return isAnsweredWith(error, /resource_already_exists/)
}

/** Whether somebody else wrote the document since it was read. */
export function isVersionConflict(error: unknown): boolean {
  return isAnsweredWith(error, /version_conflict/)
}

function isAnsweredWith(error: unknown, type: RegExp): boolean {
  return isLikenessError(error) && type.test(String((error.cause as Error)?.message))
}
