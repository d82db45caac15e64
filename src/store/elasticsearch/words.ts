// The words of a document: which fields hold its terms, and how they are mapped. document.ts writes them; text-search.ts asks the one
// that the engine copies all of them into.
import type { estypes } from '@elastic/elasticsearch'
import { toTerms } from '../../search-words.ts'

/** All terms of a document. */
export const termsField = 'search_terms'

const part: estypes.MappingProperty = { type: 'text', index: false, norms: false, copy_to: termsField }

/**
 * A field for each source, so that an update of the name need not know the tags. Terms are made by this service: the engine splits at
 * spaces alone. Neither how often a word is there nor how long a text is counts, as in the embedded store.
 */
export const wordProperties: Record<string, estypes.MappingProperty> = {
  name_terms: part,
  path_terms: part,
  tag_terms: part,
  caption_terms: part,
  [termsField]: { type: 'text', analyzer: 'whitespace', similarity: 'BM25', norms: false, index_options: 'docs' },
}

/** The fields of those sources that are given. */
export function toWordFields({
  imageName,
  relativePath,
  tags,
  caption,
}: {
  imageName?: string
  relativePath?: string
  tags?: readonly string[]
  caption?: string | null
}): Record<string, string> {
  const fields: Record<string, string> = {}
  if (imageName !== undefined) fields.name_terms = toTerms([imageName]).join(' ')
  if (relativePath !== undefined) fields.path_terms = toTerms([relativePath]).join(' ')
  if (tags !== undefined) fields.tag_terms = toTerms(tags).join(' ')
  if (caption !== undefined) fields.caption_terms = toTerms([caption ?? '']).join(' ')
  return fields
}
