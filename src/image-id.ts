// The id of an image that came without one: readable, stable, and made from the path alone.
import { createHash } from 'node:crypto'

const stemLengthMax = 100

/**
 * `<stem>-<12 hex of sha256(relative_path)>`, so that the same path always gets the same id, on any machine. The stem is
 * the file name without its ending, with every character that an id may not hold replaced by `-`; `image` when none is left.
 */
export function deriveImageId(relativePath: string): string {
  const name = relativePath.slice(relativePath.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  const stem = (dot > 0 ? name.slice(0, dot) : name)
    .normalize('NFKD')
    .replace(/\p{Mark}+/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
    .slice(0, stemLengthMax)
  const hash = createHash('sha256').update(relativePath).digest('hex').slice(0, 12)
  return `${stem || 'image'}-${hash}`
}
