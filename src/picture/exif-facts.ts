// When, where and with what a picture was taken, from its EXIF data (Exif 3.0, section 4.6). picture-metadata.ts finds the data in the file.
import exifReader, { type Exif } from 'exif-reader'
import { isBoundedExif } from './exif-size.ts'

export type ExifFacts = {
  /** ISO 8601 in UTC. */
  takenAt: string | null
  /** Degrees north and east. */
  location: { lat: number; lon: number } | null
  /** Maker and model, such as `Apple iPhone 15`. */
  camera: string | null
}

const nothing: ExifFacts = { takenAt: null, location: null, camera: null }

export function readExif(exif: Buffer | undefined): ExifFacts {
  if (exif === undefined) return nothing
  try {
    if (!isBoundedExif(exif)) return nothing
    const tags = exifReader(exif)
    return { takenAt: readTakenAt(tags), location: readLocation(tags), camera: readCamera(tags) }
  } catch {
    return nothing
  }
}

const minuteMs = 60_000
/** Time zones differ from UTC by whole quarters of an hour, at most by 14 hours. */
const zoneStepMs = 15 * minuteMs
const zoneMaxMs = 14 * 60 * minuteMs
/** Before photography, or not to be written with four digits: a clock that was never set, or damage. */
const firstYear = 1826
const lastYear = 9999

/**
 * The clock's time with its own offset; without one with the offset that the satellites' time leads to; else in the time zone of this
 * process (`TZ`).
 */
function readTakenAt({ Photo = {}, GPSInfo = {} }: Exif): string | null {
  const clock = toTime(Photo.DateTimeOriginal) ?? toTime(Photo.DateTimeDigitized)
  if (clock === null) return null
  const withinSecond = Number(`0.${/^\d+/.exec(String(Photo.SubSecTimeOriginal ?? ''))?.[0] ?? 0}`) * 1000
  const offset = readOffset(Photo.OffsetTimeOriginal ?? Photo.OffsetTimeDigitized ?? Photo.OffsetTime)
  const utc = offset !== null ? clock - offset : (findUtc(clock, readSatelliteTime(GPSInfo)) ?? toUtcHere(clock))
  return toIso(utc + Math.trunc(withinSecond))
}

/** What zeros in the place of every digit are read as. */
const neverSet = Date.UTC(0, -1, 0)

/** The clock's time, in milliseconds as if it were UTC's. */
function toTime(value: unknown): number | null {
  const time = value instanceof Date ? value.getTime() : Number.NaN
  return Number.isNaN(time) || time === neverSet ? null : time
}

function readOffset(value: unknown): number | null {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)/.exec(String(value ?? '')) ?? []
  if (sign === undefined) return null
  const offset = (Number(hours) * 60 + Number(minutes)) * minuteMs
  return offset > zoneMaxMs ? null : offset * (sign === '-' ? -1 : 1)
}

function readSatelliteTime({ GPSDateStamp, GPSTimeStamp }: Record<string, unknown>): number | null {
  const [, year, month, day] = /^(\d{4})\D(\d\d)\D(\d\d)/.exec(String(GPSDateStamp ?? '')) ?? []
  const [hours, minutes, seconds] = toNumbers(GPSTimeStamp)
  if (year === undefined || hours === undefined || minutes === undefined || seconds === undefined) return null
  return Date.UTC(Number(year), Number(month) - 1, Number(day), hours, minutes, seconds)
}

/** The last fix may be minutes old, or of another day: only what leads to a zone is believed. */
function findUtc(clock: number, satellite: number | null): number | null {
  if (satellite === null || Math.abs(clock - satellite) > zoneMaxMs) return null
  return clock - Math.round((clock - satellite) / zoneStepMs) * zoneStepMs
}

function toUtcHere(clock: number): number {
  const at = new Date(clock)
  const date = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()] as const
  return new Date(...date, at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds()).getTime()
}

function toIso(time: number): string | null {
  const date = new Date(time)
  const year = date.getUTCFullYear()
  return year >= firstYear && year <= lastYear ? date.toISOString() : null
}

function readLocation({ GPSInfo = {} }: Exif): ExifFacts['location'] {
  const lat = toDegrees(GPSInfo.GPSLatitude, GPSInfo.GPSLatitudeRef, 'S', 90)
  const lon = toDegrees(GPSInfo.GPSLongitude, GPSInfo.GPSLongitudeRef, 'W', 180)
  // Off Africa, where no land is: what cameras write that have no fix.
  if (lat === null || lon === null || (lat === 0 && lon === 0)) return null
  return { lat, lon }
}

function toDegrees(parts: unknown, half: unknown, negativeHalf: string, degreesMax: number): number | null {
  const [degrees, minutes = 0, seconds = 0] = toNumbers(parts)
  if (degrees === undefined) return null
  const sum = degrees + minutes / 60 + seconds / 3600
  if (!(sum >= 0 && sum <= degreesMax)) return null
  // Seven decimals are a centimetre.
  const rounded = Math.round(sum * 1e7) / 1e7
  return String(half).startsWith(negativeHalf) && rounded !== 0 ? -rounded : rounded
}

/** None where one of them is no number, such as 0/0. */
function toNumbers(value: unknown): number[] {
  return Array.isArray(value) && value.every((part) => Number.isFinite(part)) ? value : []
}

const cameraCharsMax = 128

function readCamera({ Image = {} }: Exif): string | null {
  const maker = toWords(Image.Make)
  const model = toWords(Image.Model)
  // Many makers write their name into the model too.
  const isNamed = maker !== '' && model.toLowerCase().startsWith(maker.split(' ')[0]!.toLowerCase())
  const camera = (isNamed ? model : `${maker} ${model}`).trim().slice(0, cameraCharsMax)
  return camera === '' ? null : camera.toWellFormed()
}

function toWords(value: unknown): string {
  return typeof value === 'string' ? value.replace(/[\p{Cc}\s]+/gu, ' ').trim() : ''
}
