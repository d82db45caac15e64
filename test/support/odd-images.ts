// The catalogue of odd and hostile image files, made in code, each with what the service should honestly say to it.
// Used by the tests of the embedder, of HTTP and of ingest; image-surgery.ts makes what no encoder would write.
import { readFileSync } from 'node:fs'
import sharp from 'sharp'
import type { ErrorCode } from '../../src/errors.ts'
import {
  cut,
  gifFile,
  greyTiffTags,
  isoBox,
  joinPng,
  jpegClaiming,
  jpegSegment,
  jpegWith,
  noise,
  picture,
  pngChunk,
  pngChunks,
  pngChunkType,
  pngData,
  pngFile,
  pngTextBomb,
  spoilPngChecksum,
  tiffFile,
  uint32,
  zipFile,
  zlibOfZeros,
} from './image-surgery.ts'

export type OddImage = {
  /** Unique in the catalogue, and a file name in its own right. */
  name: string
  /** What a client would declare: what the name says, not what the bytes are. */
  contentType: string
  bytes(): Buffer | Promise<Buffer>
  /** `ok`, or the code of the refusal, under the default limits of 32 MiB and 100 million pixels. */
  expected: 'ok' | Extract<ErrorCode, 'UNSUPPORTED_IMAGE_TYPE' | 'IMAGE_UNDECODABLE' | 'IMAGE_TOO_LARGE'>
  /** What is odd about it, and why the answer is right. */
  why: string
}

const contentTypes: Record<string, string> = {
  avif: 'image/avif',
  bmp: 'image/bmp',
  gif: 'image/gif',
  heic: 'image/heic',
  ico: 'image/x-icon',
  jp2: 'image/jp2',
  jpg: 'image/jpeg',
  jxl: 'image/jxl',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  tif: 'image/tiff',
  webp: 'image/webp',
  dng: 'image/x-adobe-dng',
  zip: 'application/zip',
}

function odd(name: string, expected: OddImage['expected'], why: string, bytes: OddImage['bytes']): OddImage {
  return { name, contentType: contentTypes[name.split('.').at(-1)!]!, bytes, expected, why }
}

const text = (content: string) => () => Buffer.from(content, 'latin1')
const jpeg = () => picture().jpeg().toBuffer()
const png = () => picture().png().toBuffer()
const gif = () => picture().gif().toBuffer()
const webp = () => picture().webp().toBuffer()
const avif = () => picture().avif({ effort: 0 }).toBuffer()
const tiff = () => picture().tiff({ compression: 'lzw' }).toBuffer()

const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#3070c0' } })

const noPictures: OddImage[] = [
  odd('empty.jpg', 'IMAGE_UNDECODABLE', 'no bytes at all: the upload or the copy failed', () => Buffer.alloc(0)),
  odd('one-byte.jpg', 'UNSUPPORTED_IMAGE_TYPE', 'too short to be of any format', text('\xff')),
  odd('zeros.jpg', 'UNSUPPORTED_IMAGE_TYPE', 'a file that a broken copy filled with zeros', () => Buffer.alloc(4096)),
  odd('noise.jpg', 'UNSUPPORTED_IMAGE_TYPE', 'random bytes', () => noise(4096)),
  odd('text.jpg', 'UNSUPPORTED_IMAGE_TYPE', 'text under a picture’s name', text('This is no picture.\n')),
  odd(
    'page.jpg',
    'UNSUPPORTED_IMAGE_TYPE',
    'the error page that a downloader saved',
    text('<!doctype html><h1>404</h1>'),
  ),
  odd(
    'script.svg',
    'UNSUPPORTED_IMAGE_TYPE',
    'SVG is a document that may hold scripts',
    text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'),
  ),
  odd(
    'laughs.svg',
    'UNSUPPORTED_IMAGE_TYPE',
    'SVG whose entities would grow to gigabytes',
    text(
      `<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "${'ha'.repeat(50)}">${[...'bcdefghi']
        .map((name, i) => `<!ENTITY ${name} "${`&${'abcdefgh'[i]};`.repeat(10)}">`)
        .join('')}]><svg xmlns="http://www.w3.org/2000/svg"><text>&i;</text></svg>`,
    ),
  ),
  odd(
    'file-reader.svg',
    'UNSUPPORTED_IMAGE_TYPE',
    'SVG that names a file of the server',
    text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>'),
  ),
  odd(
    'delegate.jpg',
    'UNSUPPORTED_IMAGE_TYPE',
    'a drawing script that ImageMagick once ran commands from',
    text(
      'push graphic-context\nviewbox 0 0 640 480\nfill \'url(https://example.com/a.jpg"|touch pwned")\'\npop graphic-context\n',
    ),
  ),
  odd(
    'document.pdf',
    'UNSUPPORTED_IMAGE_TYPE',
    'a PDF',
    text('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
  ),
  odd('archive.zip', 'UNSUPPORTED_IMAGE_TYPE', 'a ZIP archive', () => zipFile('a.txt', 'hello')),
  odd('hollow.heic', 'IMAGE_UNDECODABLE', 'a HEIC that holds no picture', () =>
    Buffer.concat([
      isoBox('ftyp', 'heic', uint32(0), 'mif1', 'heic'),
      isoBox('meta', uint32(0)),
      isoBox('mdat', noise(500)),
    ]),
  ),
  odd('sensor.dng', 'UNSUPPORTED_IMAGE_TYPE', 'a camera’s raw data, in the container of TIFF', () =>
    tiffFile([...greyTiffTags(8, 8, 200), [50_706, 1, 4, 0x0401]]),
  ),
  odd('film.jpg', 'UNSUPPORTED_IMAGE_TYPE', 'an MP4 film under a picture’s name', () =>
    Buffer.concat([isoBox('ftyp', 'isom', uint32(512), 'isom', 'mp41'), isoBox('mdat', noise(500))]),
  ),
  odd('picture.jxl', 'UNSUPPORTED_IMAGE_TYPE', 'JPEG XL begins like a JPEG, but not with its third byte', () =>
    Buffer.concat([Buffer.from([0xff, 0x0a]), noise(500)]),
  ),
  odd('boxed.jxl', 'UNSUPPORTED_IMAGE_TYPE', 'JPEG XL in its container', () =>
    Buffer.concat([isoBox('JXL ', '\r\n\x87\n'), isoBox('ftyp', 'jxl ', uint32(0), 'jxl ')]),
  ),
  odd('picture.jp2', 'UNSUPPORTED_IMAGE_TYPE', 'JPEG 2000', () =>
    Buffer.concat([isoBox('jP  ', '\r\n\x87\n'), isoBox('ftyp', 'jp2 ', uint32(0), 'jp2 ')]),
  ),
  odd('picture.bmp', 'UNSUPPORTED_IMAGE_TYPE', 'a valid BMP of one pixel; the format is not taken', () =>
    Buffer.from(
      '424d3a000000000000003600000028000000010000000100000001001800000000000400000000000000000000000000000000000000ffffff00',
      'hex',
    ),
  ),
  odd('picture.ico', 'UNSUPPORTED_IMAGE_TYPE', 'an icon, though it holds a PNG', async () => {
    const inner = await plain(16, 16).png().toBuffer()
    const head = Buffer.from('00000100010010100000010020000000000016000000', 'hex')
    head.writeUInt32LE(inner.length, 14)
    return Buffer.concat([head, inner])
  }),
  odd('shifted.jpg', 'UNSUPPORTED_IMAGE_TYPE', 'a JPEG behind a line feed, as faulty upload code sends it', async () =>
    Buffer.concat([Buffer.from('\r\n'), await jpeg()]),
  ),
  odd('base64.jpg', 'UNSUPPORTED_IMAGE_TYPE', 'a JPEG still in base64', async () =>
    Buffer.from((await jpeg()).toString('base64')),
  ),
]

const damagedJpegs: OddImage[] = [
  odd('start-only.jpg', 'UNSUPPORTED_IMAGE_TYPE', 'two bytes: too few to tell a JPEG', text('\xff\xd8')),
  odd(
    'start-and-end.jpg',
    'IMAGE_UNDECODABLE',
    'a JPEG with nothing between its first and last marker',
    text('\xff\xd8\xff\xd9'),
  ),
  odd('header-only.jpg', 'IMAGE_UNDECODABLE', 'cut within the tables', async () => (await jpeg()).subarray(0, 100)),
  odd('half.jpg', 'IMAGE_UNDECODABLE', 'half of its rows are missing', async () => cut(await jpeg(), 0.5)),
  odd('without-last-rows.jpg', 'IMAGE_UNDECODABLE', 'the last tenth is missing', async () => cut(await jpeg(), 0.9)),
  odd('progressive-half.jpg', 'IMAGE_UNDECODABLE', 'its finer scans are missing', async () =>
    cut(await picture().jpeg({ progressive: true }).toBuffer(), 0.5),
  ),
  odd(
    'without-end.jpg',
    'IMAGE_UNDECODABLE',
    'only the end marker is missing, which no decoder can tell from missing rows',
    async () => (await jpeg()).subarray(0, -2),
  ),
  odd(
    'zeros-in-the-middle.jpg',
    'ok',
    'a block of the file is zeros: every row is there, some show wrong colours',
    async () => {
      const bytes = Buffer.from(await picture(400, 300).jpeg().toBuffer())
      return bytes.fill(0, bytes.length / 2, bytes.length / 2 + 512)
    },
  ),
  odd(
    'claims-more-rows.jpg',
    'ok',
    'it claims more rows than it has, but ends in order: the rest is grey, as browsers show it',
    async () => jpegClaiming(await jpeg(), { width: 2000, height: 2000 }),
  ),
  odd('lossless-frame.jpg', 'IMAGE_UNDECODABLE', 'a kind of JPEG (lossless, SOF3) that is not decoded', async () =>
    jpegClaiming(await jpeg(), { frame: 0xc3 }),
  ),
  odd('zero-width.jpg', 'IMAGE_UNDECODABLE', 'a picture without pixels', async () =>
    jpegClaiming(await jpeg(), { width: 0 }),
  ),
  odd('claims-65500.jpg', 'IMAGE_TOO_LARGE', 'a few kB that claim 65,500 × 65,500 pixels', async () =>
    jpegClaiming(await jpeg(), { width: 65_500, height: 65_500 }),
  ),
]

const oddJpegs: OddImage[] = [
  odd('zip-behind.jpg', 'ok', 'a JPEG that is a ZIP archive too: what it hides is never looked at', async () =>
    Buffer.concat([await jpeg(), zipFile('a.php', '<?php system("id");')]),
  ),
  odd('code-in-comment.jpg', 'ok', 'a JPEG with a script in its comment', async () =>
    jpegWith(await jpeg(), jpegSegment(0xfe, Buffer.from('<?php system("id"); ?><script>alert(1)</script>'))),
  ),
  odd('two-in-one.jpg', 'ok', 'two JPEGs in a row, as phones write them: the first counts', async () =>
    Buffer.concat([await jpeg(), await plain(500, 300).jpeg().toBuffer()]),
  ),
  odd('padded.jpg', 'ok', 'a megabyte of zeros behind the picture', async () =>
    Buffer.concat([await jpeg(), Buffer.alloc(1 << 20)]),
  ),
  odd('png-inside.jpg', 'ok', 'a PNG under the name of a JPEG: the bytes decide', png),
  odd('jpeg-inside.png', 'ok', 'a JPEG under the name of a PNG: the bytes decide', jpeg),
  odd('cmyk.jpg', 'ok', 'CMYK, as print shops send it', () => picture().toColourspace('cmyk').jpeg().toBuffer()),
  odd('grey.jpg', 'ok', 'one channel', () => picture().greyscale().toColourspace('b-w').jpeg().toBuffer()),
  odd('progressive.jpg', 'ok', 'progressive, as the web has it', () =>
    picture().jpeg({ progressive: true }).toBuffer(),
  ),
  ...Array.from({ length: 8 }, (_, i) =>
    odd(`orientation-${i + 1}.jpg`, 'ok', `EXIF orientation ${i + 1}`, () =>
      picture()
        .withMetadata({ orientation: i + 1 })
        .jpeg()
        .toBuffer(),
    ),
  ),
  odd('broken-exif.jpg', 'ok', 'EXIF that is noise: the picture is whole', async () =>
    jpegWith(await jpeg(), jpegSegment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), noise(2000)]))),
  ),
  odd('looping-exif.jpg', 'ok', 'an EXIF directory that leads to itself', async () =>
    jpegWith(
      await jpeg(),
      jpegSegment(
        0xe1,
        Buffer.concat([
          Buffer.from('Exif\0\0', 'latin1'),
          tiffFile(
            [
              [274, 3, 1, 6],
              [34_665, 4, 1, 8],
            ],
            { next: 8 },
          ),
        ]),
      ),
    ),
  ),
  odd('huge-exif.jpg', 'ok', 'four megabytes of metadata in front of the picture', async () =>
    jpegWith(await jpeg(), ...Array.from({ length: 64 }, () => jpegSegment(0xe1, Buffer.alloc(65_533, 'x')))),
  ),
  odd('broken-profile.jpg', 'ok', 'a colour profile that is noise is left out of account', async () =>
    jpegWith(
      await jpeg(),
      jpegSegment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), noise(3000)])),
    ),
  ),
]

const damagedPngs: OddImage[] = [
  odd('header-only.png', 'IMAGE_UNDECODABLE', 'a header with no rows behind it', () =>
    pngFile({ width: 10, height: 10 }),
  ),
  odd('signature-only.png', 'IMAGE_UNDECODABLE', 'cut behind the first eight bytes', async () =>
    (await png()).subarray(0, 8),
  ),
  odd('half.png', 'IMAGE_UNDECODABLE', 'half of its rows are missing', async () => cut(await png(), 0.5)),
  odd('without-end.png', 'ok', 'all rows are there, only the last chunk, which says nothing, is not', async () =>
    joinPng(pngChunks(await png()).slice(0, -1)),
  ),
  odd('zero-width.png', 'IMAGE_UNDECODABLE', 'a picture without pixels', () =>
    pngFile({ width: 0, height: 10 }, pngData(Buffer.alloc(10))),
  ),
  odd('bad-header-checksum.png', 'IMAGE_UNDECODABLE', 'its header’s checksum is wrong', async () =>
    spoilPngChecksum(await png(), 'IHDR'),
  ),
  odd('bad-data-checksum.png', 'IMAGE_UNDECODABLE', 'its data’s checksum is wrong', async () =>
    spoilPngChecksum(await png(), 'IDAT'),
  ),
  odd('bad-data.png', 'IMAGE_UNDECODABLE', 'its data is noise, with the right checksum', () =>
    pngFile({ width: 10, height: 10 }, pngChunk('IDAT', noise(300))),
  ),
  odd('without-palette.png', 'IMAGE_UNDECODABLE', 'colours by number, and no palette', () =>
    pngFile({ width: 1, height: 1, colourType: 3 }, pngData(Buffer.alloc(2))),
  ),
  odd('bad-depth.png', 'IMAGE_UNDECODABLE', 'seven bits a sample, which PNG does not have', () =>
    pngFile({ width: 1, height: 1, bitDepth: 7 }, pngData(Buffer.alloc(4))),
  ),
  odd('bomb-in-the-header.png', 'IMAGE_TOO_LARGE', 'a few kB that claim 50,000 × 50,000 pixels', () =>
    pngFile({ width: 50_000, height: 50_000 }, pngData(Buffer.alloc(1 << 20))),
  ),
  odd('bomb.png', 'IMAGE_TOO_LARGE', '300 kB that do hold 50,000 × 50,000 pixels of one bit', () =>
    pngFile(
      { width: 50_000, height: 50_000, bitDepth: 1, colourType: 0 },
      pngChunk('IDAT', zlibOfZeros(6251 * 50_000)),
    ),
  ),
  odd('sliver.png', 'IMAGE_TOO_LARGE', '50,000 × 1: few pixels, but too many once enlarged to the model’s height', () =>
    plain(50_000, 1).png().toBuffer(),
  ),
]

const oddPngs: OddImage[] = [
  odd(
    'text-bomb.png',
    'ok',
    'a comment that would inflate to 256 MiB: the picture is whole, comments are not read',
    async () => {
      const [header, ...rest] = pngChunks(await png())
      return joinPng([header!, pngTextBomb(1 << 28), ...rest])
    },
  ),
  odd('trailing.png', 'ok', 'noise behind the end of the picture', async () =>
    Buffer.concat([await png(), noise(5000)]),
  ),
  odd('bad-comment-checksum.png', 'ok', 'a checksum is wrong where no pixels are', async () => {
    const [header, ...rest] = pngChunks(await png())
    return spoilPngChecksum(joinPng([header!, pngChunk('tEXt', Buffer.from('Title\0a')), ...rest]), 'tEXt')
  }),
  odd('sixteen-bit.png', 'ok', '16 bits a sample', () => picture().toColourspace('rgb16').png().toBuffer()),
  odd('sixteen-bit-grey.png', 'ok', 'one channel of 16 bits', () =>
    picture().greyscale().toColourspace('grey16').png().toBuffer(),
  ),
  odd('animated.png', 'ok', 'animated (APNG): the picture that every PNG decoder shows counts', async () => {
    const [header, ...rest] = pngChunks(await png())
    return joinPng([header!, pngChunk('acTL', Buffer.concat([uint32(1), uint32(0)])), ...rest])
  }),
  odd('palette.png', 'ok', 'colours by number', () => picture().png({ palette: true, colours: 16 }).toBuffer()),
  odd('transparent.png', 'ok', 'nothing but transparency', () =>
    sharp({ create: { width: 50, height: 40, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer(),
  ),
  odd('grey-alpha.png', 'ok', 'one channel and transparency', () =>
    picture().greyscale().ensureAlpha(0.5).toColourspace('b-w').png().toBuffer(),
  ),
  odd('interlaced.png', 'ok', 'interlaced (Adam7)', () => picture().png({ progressive: true }).toBuffer()),
  odd('one-bit.png', 'ok', 'one bit a pixel', () =>
    pngFile({ width: 8, height: 2, bitDepth: 1, colourType: 0 }, pngData(Buffer.from([0, 0xaa, 0, 0x55]))),
  ),
  odd('many-chunks.png', 'ok', 'its data is spread over a chunk for each 8 bytes', async () => {
    const chunks = pngChunks(await png())
    const data = Buffer.concat(chunks.filter((one) => pngChunkType(one) === 'IDAT').map((one) => one.subarray(8, -4)))
    const pieces = Array.from({ length: Math.ceil(data.length / 8) }, (_, i) =>
      pngChunk('IDAT', data.subarray(i * 8, i * 8 + 8)),
    )
    return joinPng([chunks[0]!, ...pieces, chunks.at(-1)!])
  }),
  odd('one-pixel.png', 'ok', '1 × 1', () => plain(1, 1).png().toBuffer()),
  odd('tall.png', 'ok', '1 × 5,000', () => plain(1, 5000).png().toBuffer()),
  odd('wide.png', 'ok', '5,000 × 1', () => plain(5000, 1).png().toBuffer()),
]

const heic = (name: string) => readFileSync(new URL(`../fixtures/heic/${name}`, import.meta.url))

const heics: OddImage[] = [
  odd('phone.heic', 'ok', 'HEIC, as phones write it', () => heic('phone.heic')),
  odd('turned.heic', 'ok', 'turned by a property of its container', () => heic('turned.heic')),
  odd('ten-bit.heic', 'ok', 'ten bits a sample', () => heic('ten-bit.heic')),
  odd('transparent.heic', 'ok', 'with transparency', () => heic('transparent.heic')),
  odd('heic-inside.jpg', 'ok', 'HEIC under the name of a JPEG: the bytes decide', () => heic('phone.heic')),
  odd('half.heic', 'IMAGE_UNDECODABLE', 'half of its data is missing', () => cut(heic('phone.heic'), 0.5)),
]

const others: OddImage[] = [
  odd('header-only.gif', 'IMAGE_UNDECODABLE', 'a GIF that ends behind its header', () =>
    gifFile({ width: 10, height: 10 }, 0).subarray(0, 13),
  ),
  odd('no-frames.gif', 'IMAGE_UNDECODABLE', 'a GIF with an end but no picture', () =>
    gifFile({ width: 10, height: 10 }, 0),
  ),
  odd('half.gif', 'IMAGE_UNDECODABLE', 'half of its rows are missing', async () => cut(await gif(), 0.5)),
  odd('huge-screen.gif', 'ok', 'one pixel on a screen of 65,535 × 65,535: as in browsers, the frame counts', () =>
    gifFile({ width: 65_535, height: 65_535 }, 1),
  ),
  odd('bomb.gif', 'IMAGE_TOO_LARGE', 'a frame of 65,535 × 65,535 with the data of one pixel', () => {
    const bytes = gifFile({ width: 65_535, height: 65_535 }, 1)
    return bytes.fill(0xff, bytes.indexOf(',') + 5, bytes.indexOf(',') + 9)
  }),
  odd('one-pixel.gif', 'ok', 'the smallest picture, as trackers have it', () => gifFile({ width: 1, height: 1 }, 1)),
  odd('many-frames.gif', 'ok', '10,000 frames, of which the first counts', () =>
    gifFile({ width: 2, height: 2 }, 10_000),
  ),
  odd('animated.gif', 'ok', 'the first frame counts', () => animation().then((frames) => frames.gif().toBuffer())),
  odd('archive-behind.gif', 'ok', 'a GIF that is an archive too', async () =>
    Buffer.concat([await gif(), zipFile('A.class', 'x')]),
  ),
  odd('header-only.webp', 'IMAGE_UNDECODABLE', 'cut behind the first 30 bytes', async () =>
    (await webp()).subarray(0, 30),
  ),
  odd('half.webp', 'IMAGE_UNDECODABLE', 'half of its rows are missing', async () => cut(await webp(), 0.5)),
  odd(
    'bomb.webp',
    'IMAGE_TOO_LARGE',
    'a few bytes that claim 16,383 × 16,383 pixels, the most that WebP has',
    async () => {
      const bytes = await picture().webp({ lossless: true }).toBuffer()
      // Width and height less one, in 14 bits each, behind the chunk's head and signature.
      bytes.writeUInt32LE(0x0fff_bffe, bytes.indexOf('VP8L') + 9)
      return bytes
    },
  ),
  odd('animated.webp', 'ok', 'the first frame counts', () => animation().then((frames) => frames.webp().toBuffer())),
  odd('lossless-alpha.webp', 'ok', 'lossless, with transparency', () =>
    picture().ensureAlpha(0.3).webp({ lossless: true }).toBuffer(),
  ),
  odd('trailing.webp', 'ok', 'noise behind the picture', async () => Buffer.concat([await webp(), noise(500)])),
  odd(
    'sound.webp',
    'UNSUPPORTED_IMAGE_TYPE',
    'a WAV file: the same container with another content',
    text('RIFF\x24\0\0\0WAVEfmt '),
  ),
  odd('header-only.avif', 'IMAGE_UNDECODABLE', 'nothing but the box that names the format', () =>
    isoBox('ftyp', 'avif', uint32(0), 'avif', 'mif1'),
  ),
  odd('half.avif', 'IMAGE_UNDECODABLE', 'half of its data is missing', async () => cut(await avif(), 0.5)),
  odd('bomb.avif', 'IMAGE_TOO_LARGE', 'a few hundred bytes that claim 65,535 × 65,535 pixels', async () => {
    const bytes = await avif()
    return Buffer.concat([
      bytes.subarray(0, bytes.indexOf('ispe') + 8),
      uint32(65_535),
      uint32(65_535),
      bytes.subarray(bytes.indexOf('ispe') + 16),
    ])
  }),
  odd('ten-bit.avif', 'ok', 'ten bits a sample', () => picture().avif({ effort: 0, bitdepth: 10 }).toBuffer()),
  odd('transparent.avif', 'ok', 'with transparency', () => picture().ensureAlpha(0.3).avif({ effort: 0 }).toBuffer()),
  odd('animated.avif', 'ok', 'a sequence, which the first brand tells: the still picture beside it counts', () =>
    readFileSync(new URL('../fixtures/avif/animated.avif', import.meta.url)),
  ),
  odd('cut-animated.avif', 'IMAGE_UNDECODABLE', 'most of a sequence is missing, of its still picture too', () =>
    cut(readFileSync(new URL('../fixtures/avif/animated.avif', import.meta.url)), 0.3),
  ),
  odd('header-only.tif', 'IMAGE_UNDECODABLE', 'four bytes of a TIFF', text('II*\0')),
  odd('half.tif', 'IMAGE_UNDECODABLE', 'half of the file is missing, and its directory with it', async () =>
    cut(await tiff(), 0.5),
  ),
  odd(
    'lost-directory.tif',
    'IMAGE_UNDECODABLE',
    'its directory lies behind the end of the file',
    text('II*\0\xff\xff\xff\x7f'),
  ),
  odd('looping.tif', 'ok', 'its directory is its own successor; the first page is whole', () =>
    tiffFile(greyTiffTags(4, 4, 134), { next: 8, data: noise(16) }),
  ),
  odd(
    'endless-directory.tif',
    'IMAGE_UNDECODABLE',
    'a directory of 65,535 entries in a file of a few bytes',
    text('II*\0\x08\0\0\0\xff\xff\0\x01'),
  ),
  odd('lost-rows.tif', 'IMAGE_UNDECODABLE', 'its rows lie behind the end of the file', () =>
    tiffFile(greyTiffTags(400, 400, 1_000_000)),
  ),
  odd('bomb.tif', 'IMAGE_TOO_LARGE', 'a few bytes that claim 60,000 × 60,000 pixels', () =>
    tiffFile(greyTiffTags(60_000, 60_000, 134)),
  ),
  odd('pages.tif', 'ok', 'three pages, of which the first counts', () =>
    animation().then((frames) => frames.tiff().toBuffer()),
  ),
  odd('sixteen-bit.tif', 'ok', '16 bits a sample', () =>
    picture().toColourspace('rgb16').tiff({ compression: 'lzw' }).toBuffer(),
  ),
  odd('floating.tif', 'UNSUPPORTED_IMAGE_TYPE', 'floating-point samples, as scientific cameras write them', () => {
    const [width, height] = [16, 16]
    const tags = greyTiffTags(width, height, 134, { bits: 32, sampleFormat: 3 })
    const samples = Float32Array.from({ length: width * height }, (_, i) => i)
    return tiffFile(tags, { data: Buffer.from(samples.buffer) })
  }),
  odd('tiled.tif', 'ok', 'in tiles, with its smaller copies', () =>
    picture(600, 400).tiff({ tile: true, pyramid: true }).toBuffer(),
  ),
]

async function animation() {
  const frames = await Promise.all(
    ['#f00', '#0f0', '#00f'].map((background) =>
      sharp({ create: { width: 40, height: 30, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  )
  return sharp(frames, { join: { animated: true } })
}

export const oddImages: readonly OddImage[] = [
  ...noPictures,
  ...damagedJpegs,
  ...oddJpegs,
  ...damagedPngs,
  ...oddPngs,
  ...heics,
  ...others,
]
