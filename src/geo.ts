// Distances on the earth, taken as a sphere: what `location` filters mean by a radius.

export type Point = { lat: number; lon: number }

/** The mean radius, which Elasticsearch reckons with too. */
const earthRadiusM = 6_371_008.7714

/** Metres along the great circle. Degrees in. */
export function distanceM(a: Point, b: Point): number {
  const toRadians = Math.PI / 180
  const halfLat = ((b.lat - a.lat) * toRadians) / 2
  const halfLon = ((b.lon - a.lon) * toRadians) / 2
  const chord =
    Math.sin(halfLat) ** 2 + Math.cos(a.lat * toRadians) * Math.cos(b.lat * toRadians) * Math.sin(halfLon) ** 2
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(chord)))
}

/** Whether the point lies within the radius. Most that do not are too far north or south, which takes no trigonometry to see. */
export function isWithin(point: Point, centre: Point, radiusM: number): boolean {
  const northM = Math.abs(point.lat - centre.lat) * (Math.PI / 180) * earthRadiusM
  // By more than what is lost to rounding.
  if (northM > radiusM + 1) return false
  return distanceM(centre, point) <= radiusM
}

/** Edges in degrees; a box whose west lies east of its east edge reaches over the 180th meridian. */
export type Box = { north: number; south: number; east: number; west: number }

/** Whether the point lies in the box or on its edge. */
export function isInBox({ lat, lon }: Point, { north, south, east, west }: Box): boolean {
  if (lat > north || lat < south) return false
  return west <= east ? lon >= west && lon <= east : lon >= west || lon <= east
}
