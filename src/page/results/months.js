// The groups of the timeline: the month in which a picture was taken, in UTC, as the filters count.

/** @import { Hit, Image } from '../../http/schemas/image.ts' */

const month = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })

/** @param {Hit | Image} picture */
export function monthOf({ taken_at: takenAt }) {
  return takenAt ? month.format(new Date(takenAt)) : 'Date not known'
}
