// Pictures made for the embedder's tests: one scene with shapes and colours, in any size, and files of odd kinds.
import { crc32, deflateSync } from 'node:zlib'
import sharp, { type Sharp } from 'sharp'

/** Raw RGB of a scene without any symmetry, so that a turned or mirrored copy is told from it. */
function drawScene(width: number, height: number): Buffer {
  const pixels = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = x / width
      const v = y / height
      const isSun = (u - 0.25) ** 2 + (v - 0.3) ** 2 < 0.02
      const isHill = v > 0.6 + 0.25 * Math.sin(3 + 4 * u)
      const [r, g, b] = isSun ? [250, 210, 40] : isHill ? [40 + 80 * u, 130, 50] : [90, 140 + 60 * v, 235 - 60 * u]
      pixels.set([r!, g!, b!], (y * width + x) * 3)
    }
  }
  return pixels
}

/** The scene, ready to be turned into a file by sharp. */
export function scene(width = 400, height = 300): Sharp {
  return sharp(drawScene(width, height), { raw: { width, height, channels: 3 } })
}

export function plain(width: number, height: number, background: string): Sharp {
  return sharp({ create: { width, height, channels: 4, background } })
}

/** A valid PNG header that announces a size, with next to no data behind it. */
export function pngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const chunks = [
    ['IHDR', header],
    ['IDAT', deflateSync(Buffer.alloc(4096))],
    ['IEND', Buffer.alloc(0)],
  ] as const
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks.map(([type, data]) => chunk(type, data))])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, check])
}

/** Two frames, the scene first and plain black second. */
export async function animated(format: 'gif' | 'webp'): Promise<Buffer> {
  const frames = [await scene(400, 300).png().toBuffer(), await plain(400, 300, '#000').png().toBuffer()]
  const joined = sharp(frames, { join: { animated: true } })
  return format === 'gif' ? joined.gif({ delay: [100, 100] }).toBuffer() : joined.webp({ lossless: true }).toBuffer()
}
