// The table of `likeness index status`. index-command.ts prints it.
import type { VectorSpace } from '../embedder/embedder.ts'
import type { IndexVersion } from '../store/index-life.ts'

const head = ['', 'NAME', 'SPACE', 'DIMS', 'TOWER', 'IMAGES', 'PENDING', 'STATE', 'IN USE BY', 'SIZE']
const rightAligned: ReadonlySet<string> = new Set(['DIMS', 'IMAGES', 'PENDING', 'SIZE'])

/** One line an index, its columns aligned. `isCurrent` marks the ones of the model that the settings choose. */
export function formatIndexes(versions: readonly IndexVersion[], isCurrent: (space: VectorSpace) => boolean): string {
  const lines = [head, ...versions.map((version) => cellsOf(version, isCurrent))]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  const pad = (cell: string, column: number) =>
    rightAligned.has(head[column]!) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)
  return lines.map((line) => `${line.map(pad).join('  ').trimEnd()}\n`).join('')
}

function cellsOf(version: IndexVersion, isCurrent: (space: VectorSpace) => boolean): string[] {
  const { name, space, images, pending, usedBy, sizeBytes } = version
  return [
    space !== null && isCurrent(space) ? '*' : '',
    name,
    space?.id ?? '-',
    String(space?.dims ?? '-'),
    space?.imageTowerSha256.slice(0, 12) ?? '-',
    String(images),
    String(pending),
    stateOf(version),
    usedBy.join('; ') || '-',
    `${(sizeBytes / 1e6).toFixed(1)} MB`,
  ]
}

/** `newest` is told only where it is another one than serves: the one that a service wrote to last. */
function stateOf({ isServing, isFilling, isNewest }: IndexVersion): string {
  if (isServing) return 'serves'
  const state = isFilling ? 'not finished' : 'kept'
  return isNewest ? `${state}, used last` : state
}
