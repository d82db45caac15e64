// HEIC as phones write it: decoded upright and in its colours, at every door; and files that are damaged, which end nothing else.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { test } from 'tap'
import { decodeHeic } from '../../src/picture/heic-pool.ts'
import { heicToPng, isHeic } from '../../src/picture/read-heic.ts'
import { readSamplePhoto } from '../support/sample-photos.ts'

const fixture = (name: string) => readFile(join(import.meta.dirname, '../fixtures/heic', name))
const phone = await fixture('phone.heic')

/** The photo that the fixtures show, as they were made of it. */
const original = await sharp(await readSamplePhoto('animals/chelsea-cat.jpg'))
  .resize(320, 213, { fit: 'fill' })
  .removeAlpha()
  .raw()
  .toBuffer()

/** How far the pictures are apart on average, in steps of 256. */
async function distance(file: Buffer): Promise<number> {
  const png = await heicToPng(file, await sharp(file).metadata())
  const { data, info } = await sharp(png).removeAlpha().toColourspace('srgb').raw({ depth: 'uchar' }).toBuffer({
    resolveWithObject: true,
  })
  if (info.width !== 320 || info.height !== 213) throw new Error(`It has ${info.width} × ${info.height} pixels.`)
  return data.reduce((sum, value, i) => sum + Math.abs(value - original[i]!), 0) / data.length
}

test('files of 8 and of 10 bits, turned ones and transparent ones show the photo', async (t) => {
  for (const name of ['phone.heic', 'turned.heic', 'ten-bit.heic', 'transparent.heic']) {
    const file = await fixture(name)
    t.ok(isHeic(await sharp(file).metadata()), name)
    const apart = await distance(file)
    t.ok(apart < 8, `${name} is ${apart} apart`)
  }
})

test('transparency stays, and a colour profile too', async (t) => {
  const file = await fixture('transparent.heic')
  const png = await sharp(await heicToPng(file, await sharp(file).metadata())).stats()
  t.ok(png.channels[3]!.min < 10 && png.channels[3]!.max > 245, 'from clear to opaque')
  const p3 = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
    .withIccProfile('p3')
    .png()
    .toBuffer()
  const { icc } = await sharp(p3).metadata()
  const tagged = await heicToPng(phone, { ...(await sharp(phone).metadata()), icc })
  t.strictSame((await sharp(tagged).metadata()).icc, icc)
})

test('AVIF is no HEIC', async (t) => {
  const avif = await sharp(original, { raw: { width: 320, height: 213, channels: 3 } })
    .avif({ effort: 0 })
    .toBuffer()
  t.notOk(isHeic(await sharp(avif).metadata()))
})

test('damaged files are told, and the next ones are decoded all the same', async (t) => {
  const noise = Buffer.from(phone)
  for (let i = 2_000; i < noise.length; i += 7) noise[i] = (i * 31) & 255
  const damaged = [
    phone.subarray(0, phone.length / 2),
    phone.subarray(0, 300),
    Buffer.from('no picture'),
    Buffer.alloc(0),
  ]
  for (const file of damaged) await t.rejects(decodeHeic(file), { code: 'IMAGE_UNDECODABLE' })
  // The codec conceals what it can.
  await decodeHeic(noise).catch((error) => t.match(error, { code: 'IMAGE_UNDECODABLE' }))
  const { width, height, data } = await decodeHeic(phone)
  t.strictSame([width, height, data.length], [320, 213, 320 * 213 * 4])
})

test('many at once all come', async (t) => {
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, i) => decodeHeic(i % 5 ? phone : Buffer.from('none')).catch(() => null)),
  )
  t.equal(all.filter((one) => one === null).length, 4)
})
