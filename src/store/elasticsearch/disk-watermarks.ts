// The disk's watermarks of a cluster: what their settings mean for a disk, and which of them it is over.
// diagnose-disk.ts asks for the settings and the disks.

export const watermarkNames = ['low', 'high', 'flood_stage'] as const
export type WatermarkName = (typeof watermarkNames)[number]

/** Most of a disk that may be used, in [0, 1], with room that is enough on large disks; or bytes that must be free. */
export type Watermark = { usedMax: number; headroomBytes: number | null } | { freeBytesMin: number }

export type Disk = { totalBytes: number; freeBytes: number }

const byteUnits: Record<string, number> = { b: 0, kb: 1, mb: 2, gb: 3, tb: 4, pb: 5 }

/**
 * Reads a watermark as Elasticsearch takes it: `85%`, `0.85`, or `50gb` for bytes that must be free. `headroom` is its
 * `max_headroom`, `-1` for none. Null for what is neither.
 */
export function parseWatermark(text: string, headroom = '-1'): Watermark | null {
  const share = parseShare(text)
  if (share !== null) return { usedMax: share, headroomBytes: parseBytes(headroom) }
  const freeBytesMin = parseBytes(text)
  return freeBytesMin === null ? null : { freeBytesMin }
}

/** In [0, 1]. */
function parseShare(text: string): number | null {
  const [, number, percent] = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/.exec(text) ?? []
  if (number === undefined) return null
  const share = Number(number) / (percent ? 100 : 1)
  return share <= 1 ? share : null
}

/** Null for `-1`, which stands for none, and for what is no size. */
function parseBytes(text: string): number | null {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*([kmgtp]?b)\s*$/i.exec(text) ?? []
  return number === undefined ? null : Number(number) * 1024 ** byteUnits[unit!.toLowerCase()]!
}

/** The bytes that must be free on a disk of this size. */
export function freeBytesMinOf(watermark: Watermark, totalBytes: number): number {
  if ('freeBytesMin' in watermark) return watermark.freeBytesMin
  const free = totalBytes * (1 - watermark.usedMax)
  return watermark.headroomBytes === null ? free : Math.min(free, watermark.headroomBytes)
}

/** The gravest watermark that the disk is over; null for a disk with room. */
export function findPassed(marks: Partial<Record<WatermarkName, Watermark>>, disk: Disk): WatermarkName | null {
  const isOver = (name: WatermarkName) => {
    const mark = marks[name]
    return mark !== undefined && disk.freeBytes < freeBytesMinOf(mark, disk.totalBytes)
  }
  return watermarkNames.findLast(isOver) ?? null
}
