// What filters compare of each slot's image, as columns of numbers: a condition runs through one of them. Part of slot-index.ts.
import { folderOf } from '../../facets.ts'
import { type Filterable, type Orientation, orientationOf } from '../../filter.ts'
import { lengthFor } from './grow-column.ts'

/** What filters ask of an image, but for its id, which the database finds. */
export type IndexedImage = Omit<Filterable, 'imageId'>

/** NaN, and code 0, stand for what is not known. Times are milliseconds since the epoch. */
export type SlotColumns = {
  takenAt: Float64Array
  addedAt: Float64Array
  lat: Float64Array
  lon: Float64Array
  width: Float64Array
  height: Float64Array
  sizeBytes: Float64Array
  folder: Uint32Array
  camera: Uint32Array
  format: Uint32Array
  orientation: Uint32Array
}

export type SlotColumnStore = {
  /** The columns as they are now; they are longer than there are slots. */
  readonly columns: SlotColumns
  /** Makes room for the slots below this one, and no more. */
  makeRoom(slotEnd: number): void
  set(slot: number, image: IndexedImage): void
  /** The number that stands for a word in the columns of codes; 0 where no image has had it. */
  codeOf(word: string): number
  /** The codes of the words that satisfy `holds`, whatever column they stand in. */
  codesWhere(holds: (word: string) => boolean): number[]
  /** The word that a code stands for; null for code 0. */
  wordOf(code: number): string | null
}

const slotsAtFirst = 1024

/** Words are few: formats, orientations, the folders and the cameras of a library. */
export function createSlotColumns(): SlotColumnStore {
  let columns = makeColumns(slotsAtFirst)
  const codes = new Map<string, number>()
  const words: (string | null)[] = [null]

  function assignCode(word: string | null): number {
    if (word === null) return 0
    const known = codes.get(word)
    if (known !== undefined) return known
    codes.set(word, words.length)
    return words.push(word) - 1
  }

  return {
    get columns() {
      return columns
    },
    makeRoom(slotEnd) {
      if (slotEnd > columns.takenAt.length) columns = grow(columns, slotEnd)
    },
    set(slot, image) {
      const length = columns.takenAt.length
      if (slot >= length) columns = grow(columns, lengthFor(slot, length))
      columns.takenAt[slot] = toMs(image.takenAt)
      columns.addedAt[slot] = toMs(image.addedAt)
      columns.lat[slot] = image.location?.lat ?? Number.NaN
      columns.lon[slot] = image.location?.lon ?? Number.NaN
      columns.width[slot] = image.width ?? Number.NaN
      columns.height[slot] = image.height ?? Number.NaN
      columns.sizeBytes[slot] = image.sizeBytes ?? Number.NaN
      columns.folder[slot] = assignCode(folderOf(image.relativePath))
      columns.camera[slot] = assignCode(image.camera)
      columns.format[slot] = assignCode(image.format)
      columns.orientation[slot] = assignCode(orientationOf(image) satisfies Orientation | null)
    },
    codeOf: (word) => codes.get(word) ?? 0,
    codesWhere: (holds) => words.flatMap((word, code) => (word !== null && holds(word) ? [code] : [])),
    wordOf: (code) => words[code] ?? null,
  }
}

function makeColumns(slots: number): SlotColumns {
  const numbers = () => new Float64Array(slots)
  const words = () => new Uint32Array(slots)
  return {
    takenAt: numbers(),
    addedAt: numbers(),
    lat: numbers(),
    lon: numbers(),
    width: numbers(),
    height: numbers(),
    sizeBytes: numbers(),
    folder: words(),
    camera: words(),
    format: words(),
    orientation: words(),
  }
}

function grow(columns: SlotColumns, slots: number): SlotColumns {
  const grown = makeColumns(slots)
  for (const name of Object.keys(columns) as (keyof SlotColumns)[]) grown[name].set(columns[name])
  return grown
}

function toMs(time: string | null): number {
  return time === null ? Number.NaN : Date.parse(time)
}
