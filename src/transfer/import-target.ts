// Where documents are put: the store that this process opens (store-target.ts) or a running service (service-target.ts).
import type { LikenessError } from '../errors.ts'

/** A line of documents, as it stands in its file. */
export type DocumentText = { number: number; text: string | null }

export type LineOutcome = { number: number; imageId: string | null } & (
  | { status: 'created' | 'updated' | 'unchanged'; isNormalised: boolean }
  | { status: 'failed'; error: LikenessError }
)

export type ImportTarget = {
  /** One outcome a line, in order. Rejects where going on is pointless, or with the signal's reason. */
  take(lines: readonly DocumentText[], options: { signal: AbortSignal }): Promise<LineOutcome[]>
  /** Resolves when everything taken is searchable. */
  finish(): Promise<void>
  close(): Promise<void>
}
