// Pixels as an image tower takes them: the decoder's bytes as they are, or normalised for graphs that do not do it themselves.
// image-tower.ts calls it on its thread.
import { Tensor } from 'onnxruntime-node'
import type { ImageTower } from '../pack/model-manifest.ts'

/**
 * One tensor of all the pictures; each is size × size × 3 bytes, RGB, row by row. It is good until the next call, which uses
 * its memory again.
 */
export type ToPixelTensor = (pictures: readonly Uint8Array[]) => Tensor

export function createPixelTensor(image: Pick<ImageTower, 'layout' | 'preprocess'>): ToPixelTensor {
  return image.layout === 'nhwc-uint8' ? stackBytes(image.preprocess.size) : normaliseAll(image.preprocess)
}

function stackBytes(size: number): ToPixelTensor {
  const area = size * size * 3
  let memory = new Uint8Array(area)
  return (pictures) => {
    if (memory.length < area * pictures.length) memory = new Uint8Array(area * pictures.length)
    for (const [i, pixels] of pictures.entries()) memory.set(pixels, i * area)
    return new Tensor('uint8', memory.subarray(0, area * pictures.length), [pictures.length, size, size, 3])
  }
}

function normaliseAll({ size, mean = [0, 0, 0], std = [1, 1, 1] }: ImageTower['preprocess']): ToPixelTensor {
  // A byte has 256 values: looking them up takes 0.3 ms a picture of 224 × 224, a third of computing them.
  const tables = mean.map((channelMean, channel) =>
    Float32Array.from({ length: 256 }, (_, value) => (value / 255 - channelMean) / std[channel]!),
  )
  const area = size * size
  let memory = new Float32Array(3 * area)
  return (pictures) => {
    if (memory.length < 3 * area * pictures.length) memory = new Float32Array(3 * area * pictures.length)
    for (const [picture, pixels] of pictures.entries()) {
      for (const [channel, table] of tables.entries()) {
        const start = (3 * picture + channel) * area
        for (let i = 0; i < area; i++) memory[start + i] = table[pixels[3 * i + channel]!]!
      }
    }
    return new Tensor('float32', memory.subarray(0, 3 * area * pictures.length), [pictures.length, 3, size, size])
  }
}
