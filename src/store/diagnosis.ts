// What `likeness doctor` finds, whatever the store: one finding a check. Each adapter makes its own in diagnose-*.ts;
// ../cli/doctor.ts adds those of this machine and prints them all.

/** `detail` and `advice` hold no secret: they are printed, and sent to whoever helps. */
export type Finding = {
  /** What was looked at, in a word or two; the same from run to run. */
  check: string
  /** `failure` where something does not work now, `warning` where it may not soon or could not be looked at. */
  verdict: 'ok' | 'warning' | 'failure'
  /** What was seen, with numbers. */
  detail: string
  /** What to do: a command, a setting or a request to the engine where there is one. */
  advice?: string
}

export function ok(check: string, detail: string): Finding {
  return { check, verdict: 'ok', detail }
}

export function warning(check: string, detail: string, advice: string): Finding {
  return { check, verdict: 'warning', detail, advice }
}

export function failure(check: string, detail: string, advice: string): Finding {
  return { check, verdict: 'failure', detail, advice }
}

/** Such as `3 indexes`; `many` for what takes more than an s. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : many}`
}

const units = ['byte', 'KiB', 'MiB', 'GiB', 'TiB']

/** Such as `73.0 GiB`, in powers of 1,024 as disks' watermarks are. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length - 1)
  return power === 0 ? count(Math.round(bytes), 'byte') : `${(bytes / 1024 ** power).toFixed(1)} ${units[power]}`
}
