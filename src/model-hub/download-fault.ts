// Why a download failed, for download-file.ts (try again?) and pull-model.ts (what to tell the operator).

export type FaultKind = 'unreachable' | 'refused' | 'absent' | 'busy' | 'broken' | 'wrong-bytes' | 'disk'

/** Kinds that another attempt may mend. */
const passing: ReadonlySet<FaultKind> = new Set(['unreachable', 'busy', 'broken'])

/** `message` completes “`<file>` cannot be pulled: …”. */
export class DownloadFault extends Error {
  readonly kind: FaultKind
  /** What the server asked to wait, in milliseconds; 0 where it said nothing. */
  readonly retryAfterMs: number

  constructor(kind: FaultKind, message: string, options: ErrorOptions & { retryAfterMs?: number } = {}) {
    super(message, options)
    this.name = 'DownloadFault'
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs ?? 0
  }

  get mayPass(): boolean {
    return passing.has(this.kind)
  }
}
