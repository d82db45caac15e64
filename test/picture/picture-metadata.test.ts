// What is read of a picture's file beside its pixels: EXIF in the forms that cameras write, keywords of XMP and IPTC, and damage.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Exif } from 'sharp'
import { test } from 'tap'
import { readPictureMetadata } from '../../src/picture/picture-metadata.ts'
import { jpegSegment, jpegWith } from '../support/image-surgery.ts'

// Times without a zone are read in that of the process.
process.env.TZ = 'Asia/Tokyo'

const nothing = { takenAt: null, location: null, camera: null, tags: [], caption: null }
const plain = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#3070c0' } })
const withExif = async (exif: Exif) => readPictureMetadata(await plain().withExif(exif).jpeg().toBuffer())
const fixture = (name: string) => readFile(join(import.meta.dirname, '../fixtures/heic', name))

test('a phone’s picture tells when, where and with what it was taken', async (t) => {
  t.strictSame(await readPictureMetadata(await fixture('phone.heic')), {
    takenAt: '2024-05-17T18:03:00.123Z',
    location: { lat: 52.52, lon: 13.405 },
    camera: 'Apple iPhone 15 Pro',
    tags: [],
    caption: null,
  })
})

test('a picture that tells nothing, and what is no picture', async (t) => {
  t.strictSame(await readPictureMetadata(await plain().png().toBuffer()), nothing)
  t.strictSame(await readPictureMetadata(Buffer.from('no picture')), nothing)
  t.strictSame(await readPictureMetadata(await fixture('turned.heic')), nothing)
})

test('the time: with its offset, by the satellites, or in the zone of this process', async (t) => {
  const taken = { DateTimeOriginal: '2024:05:17 20:03:00' }
  const at = async (exif: Exif) => (await withExif(exif)).takenAt
  t.equal(await at({ IFD2: { ...taken, OffsetTimeOriginal: '-07:30' } }), '2024-05-18T03:33:00.000Z')
  const satellites = { GPSDateStamp: '2024:05:17', GPSTimeStamp: '18/1 1/1 30/1' }
  t.equal(await at({ IFD2: taken, IFD3: satellites }), '2024-05-17T18:03:00.000Z', 'a fix of some minutes ago')
  t.equal(
    await at({ IFD2: taken, IFD3: { ...satellites, GPSDateStamp: '2024:05:01' } }),
    '2024-05-17T11:03:00.000Z',
    'one of another day says nothing',
  )
  t.equal(await at({ IFD2: taken }), '2024-05-17T11:03:00.000Z')
  t.equal(await at({ IFD2: { DateTimeDigitized: '2024:05:17 20:03:00' } }), '2024-05-17T11:03:00.000Z')
  for (const never of ['0000:00:00 00:00:00', '    :  :     :  :  ', 'yesterday', '1500:01:01 00:00:00']) {
    t.equal(await at({ IFD2: { DateTimeOriginal: never } }), null, never)
  }
  t.equal(await at({ IFD0: { DateTime: '2024:05:17 20:03:00' } }), null, 'when it was edited is no matter')
})

test('the place: halves of the globe, fractions, and fixes that are none', async (t) => {
  const at = async (lat: string, latRef: string, lon: string, lonRef: string) => {
    const gps = { GPSLatitude: lat, GPSLatitudeRef: latRef, GPSLongitude: lon, GPSLongitudeRef: lonRef }
    return (await withExif({ IFD3: gps })).location
  }
  t.strictSame(await at('33/1 52/1 1044/100', 'S', '151/1 12/1 3360/100', 'E'), { lat: -33.8695667, lon: 151.2093333 })
  t.strictSame(await at('40/1 4275/100 0/1', 'N', '74/1 36/100 0/1', 'W'), { lat: 40.7125, lon: -74.006 })
  t.equal(await at('0/1 0/1 0/1', 'N', '0/1 0/1 0/1', 'E'), null, 'no fix')
  t.equal(await at('95/1 0/1 0/1', 'N', '13/1 0/1 0/1', 'E'), null, 'beyond the pole')
  t.equal(await at('0/0 0/0 0/0', 'N', '0/0 0/0 0/0', 'E'), null, 'no numbers')
})

test('the camera: the maker once, and no control characters', async (t) => {
  const of = async (Make: string, Model: string) => (await withExif({ IFD0: { Make, Model } })).camera
  t.equal(await of('Canon', 'Canon EOS R6'), 'Canon EOS R6')
  t.equal(await of('NIKON CORPORATION', 'NIKON Z 6'), 'NIKON Z 6')
  t.equal(await of('SONY', 'ILCE-7M4'), 'SONY ILCE-7M4')
  t.equal(await of('  Fujifilm  ', ' X-T5\n '), 'Fujifilm X-T5')
  t.equal((await of('M', 'x'.repeat(500)))!.length, 128)
})

test('EXIF whose entries all name the same bytes, which would be gigabytes of numbers, tells nothing', async (t) => {
  type Entry = [tag: number, type: number, count: number, value: number]
  const make: Entry = [0x010f, 2, 3, 0x4d610000]
  /** Directories follow one another, each as long as it is; what values name is behind them. */
  const read = async (...directories: Entry[][]) => {
    const blocks = directories.map((entries) => {
      const block = Buffer.alloc(2 + entries.length * 12 + 4)
      block.writeUInt16BE(entries.length)
      entries.forEach(([tag, type, count, value], i) => {
        const at = 2 + i * 12
        block.writeUInt16BE(tag, at)
        block.writeUInt16BE(type, at + 2)
        block.writeUInt32BE(count, at + 4)
        block.writeUInt32BE(value, at + 8)
      })
      return block
    })
    const data = Buffer.concat([Buffer.from('Exif\0\0MM\0*\0\0\0\x08', 'latin1'), ...blocks, Buffer.alloc(32_000, 'x')])
    return (await readPictureMetadata(jpegWith(await plain().jpeg().toBuffer(), jpegSegment(0xe1, data)))).camera
  }
  const numbers = (count: number): Entry[] => Array.from({ length: count }, (_, i) => [0xc000 + i, 1, 30_000, 100])
  const second = 8 + 2 + 2 * 12 + 4
  t.equal(await read([make]), 'Ma')
  t.equal(await read([make, ...numbers(2)]), 'Ma', 'as much as a block has room for')
  t.equal(await read([make, [0x927c, 7, 4_000_000, 100]]), 'Ma', 'the notes of a maker, of whatever length')
  t.equal(await read([make, ...numbers(40)]), null)
  t.equal(await read([make, ...Array.from({ length: 600 }, (_, i): Entry => [0xc000 + i, 1, 1, 0])]), null)
  t.equal(await read([make, [0x8769, 4, 1, second]], numbers(40)), null, 'in the directory of the photo')
  t.equal(await read([make, [0x8825, 4, 1, second]], numbers(40)), null, 'in that of the place')
  t.equal(await read([make, [0x8769, 3, 1, second << 16]], numbers(40)), null, 'however it is named')
})

const xmp = (inner: string) =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">${inner}</rdf:RDF></x:xmpmeta>`
const subjects = (...words: string[]) =>
  `<rdf:Description rdf:about=""><dc:subject><rdf:Bag>${words.map((word) => `<rdf:li>${word}</rdf:li>`).join('')}</rdf:Bag></dc:subject></rdf:Description>`

test('keywords of XMP become tags', async (t) => {
  const of = async (packet: string) => (await readPictureMetadata(await plain().withXmp(packet).jpeg().toBuffer())).tags
  t.strictSame(await of(xmp(subjects('sea', 'Ferien &amp; Meer', '007'))), ['sea', 'Ferien & Meer', '007'])
  t.strictSame(await of(xmp(subjects('one'))), ['one'], 'a single one')
  t.strictSame(await of(xmp(`${subjects('a', ' a ', '')}${subjects('b')}`)), ['a', 'b'], 'each once, none empty')
  t.strictSame(await of(xmp('<rdf:Description rdf:about="" />')), [])
  t.strictSame(
    await of(xmp(subjects(...Array.from({ length: 100 }, (_, i) => `word ${i}`)))).then((tags) => tags.length),
    64,
  )
  t.strictSame(await of(xmp(subjects('x'.repeat(129), 'short'))), ['short'])
})

test('a packet of XMP with tens of thousands of tags, which would keep everybody waiting, gives none', async (t) => {
  const of = async (tags: number) => {
    const packet = xmp(`${'<b/>'.repeat(tags)}${subjects('found')}`)
    return (await readPictureMetadata(await plain().withXmp(packet).webp().toBuffer())).tags
  }
  t.strictSame(await of(5_000), ['found'])
  t.strictSame(await of(20_000), [])
})

test('the caption is XMP’s description, of the default language, before IPTC’s', async (t) => {
  const described = (inner: string) =>
    xmp(`<rdf:Description rdf:about=""><dc:description>${inner}</dc:description></rdf:Description>`)
  const of = async (packet: string) =>
    (await readPictureMetadata(await plain().withXmp(packet).jpeg().toBuffer())).caption
  const languages =
    '<rdf:li xml:lang="x-default">Evening\nby the sea</rdf:li><rdf:li xml:lang="de">Abend am Meer</rdf:li>'
  t.equal(await of(described(`<rdf:Alt>${languages}</rdf:Alt>`)), 'Evening\nby the sea')
  t.equal(await of(described('<rdf:Alt><rdf:li> </rdf:li><rdf:li>&#7;x\ty </rdf:li></rdf:Alt>')), 'x y')
  t.equal(await of(described('<rdf:Alt/>')), null)
  t.equal((await of(described(`<rdf:Alt><rdf:li>${'é'.repeat(5_000)}</rdf:li></rdf:Alt>`)))!.length, 2_000)
})

test('a packet of XMP that is damaged, or declares entities, gives none', async (t) => {
  const of = async (packet: string) => {
    const segment = jpegSegment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${packet}`))
    return (await readPictureMetadata(jpegWith(await plain().jpeg().toBuffer(), segment))).tags
  }
  t.strictSame(await of(xmp(subjects('found'))), ['found'])
  t.strictSame(await of(xmp(subjects('found')).slice(0, -60)), [])
  const bomb = `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(1000)}">]>${xmp(subjects('&a;'))}`
  t.strictSame(await of(bomb), [])
})

test('keywords and the caption of IPTC, in UTF-8 or in the Latin of older programs', async (t) => {
  const dataset = (record: number, number: number, value: Buffer) => {
    const head = Buffer.from([0x1c, record, number, 0, 0])
    head.writeUInt16BE(value.length, 3)
    return Buffer.concat([head, value])
  }
  const read = async (...datasets: Buffer[]) => {
    const data = Buffer.concat(datasets)
    const size = Buffer.alloc(4)
    size.writeUInt32BE(data.length)
    const resource = Buffer.concat([Buffer.from('Photoshop 3.0\x008BIM\x04\x04\0\0', 'latin1'), size, data])
    const file = jpegWith(await plain().jpeg().toBuffer(), jpegSegment(0xed, resource))
    return readPictureMetadata(file)
  }
  const of = async (...datasets: Buffer[]) => (await read(...datasets)).tags
  const utf8 = dataset(1, 90, Buffer.from('\x1b%G'))
  t.strictSame(await of(utf8, dataset(2, 25, Buffer.from('Küste')), dataset(2, 25, Buffer.from('sea'))), [
    'Küste',
    'sea',
  ])
  t.strictSame(await of(dataset(2, 25, Buffer.from('Küste', 'latin1'))), ['Küste'])
  t.strictSame(await of(dataset(2, 5, Buffer.from('a title')), dataset(2, 25, Buffer.from('sea'))), ['sea'])
  t.strictSame(await of(dataset(2, 25, Buffer.from('sea')).subarray(0, 6)), [], 'cut short')
  const caption = dataset(2, 120, Buffer.from('Am Kai', 'latin1'))
  t.match(await read(caption, dataset(2, 25, Buffer.from('sea'))), { tags: ['sea'], caption: 'Am Kai' })
})
