// Samples with an alpha channel, or of four inks, to opaque RGB by the reference's own integer formulas.
// read-exact-square.ts calls it; libvips rounds down where Pillow rounds, and that alone moves a vector by 0.002.
import { setImmediate } from 'node:timers/promises'
import { createError } from '../../errors.ts'

/** Pixels between two looks at the event loop: about a millisecond. */
const slicePixels = 2 ** 17

/** Transparent pixels are laid on white, as picture viewers and shops show them, and before resizing. */
const white = 255

/**
 * RGB bytes of `samples`, pixel by pixel `channels` bytes: red, green, blue, or with `inks` cyan, magenta, yellow, black;
 * then the opacity, if any. Overwrites the samples and returns a view of them.
 */
export async function toOpaqueRgb(
  samples: Uint8Array,
  { channels, inks }: { channels: number; inks: boolean },
): Promise<Uint8Array> {
  const colours = inks ? 4 : 3
  const hasAlpha = channels === colours + 1
  if (channels !== colours && !hasAlpha) throw createError('INTERNAL', `The decoder gave ${channels} channels.`)
  if (channels === 3) return samples
  const pixels = samples.length / channels
  for (let first = 0; first < pixels; first += slicePixels) {
    const end = Math.min(first + slicePixels, pixels)
    for (let i = first; i < end; i++) {
      const at = i * channels
      const light = inks ? 255 - samples[at + 3]! : 0
      const opacity = hasAlpha ? samples[at + colours]! : 255
      for (let channel = 0; channel < 3; channel++) {
        const value = samples[at + channel]!
        const colour = inks ? light - divideBy255(value * light) : value
        samples[i * 3 + channel] = divideBy255(white * (255 - opacity) + colour * opacity)
      }
    }
    await setImmediate()
  }
  return samples.subarray(0, pixels * 3)
}

/** Rounded, for products of two bytes. */
function divideBy255(product: number): number {
  const half = product + 128
  return (half + (half >> 8)) >> 8
}
