// The defaults of the limits that memory sets. config.ts uses them; each can be set.

const mebibyte = 1024 * 1024

export type MemoryLimits = {
  /** Width × height of one picture. */
  pixelsMax: number
  /** Bytes of the requests that are being worked on. */
  inFlightBytesMax: number
  /** Bytes of one request. */
  requestBytesMax: number
}

/**
 * What decoding holds for a pixel where a format cannot be read in parts: HEIC three times as RGBA, once of them within WebAssembly;
 * progressive JPEG and AVIF less.
 */
const bytesPerPixel = 16
/** The largest that phones and most cameras make are taken on every machine. */
const pixelsLeast = 50_000_000
const pixelsMost = 100_000_000

/** `memoryBytes` is what this process may use, `decodesMax` how many pictures are decoded at once. */
export function chooseMemoryLimits(memoryBytes: number, decodesMax: number): MemoryLimits {
  // Half of the memory for pixels, an eighth for bytes that wait; the rest is for the model, the vectors and the system.
  const pixels = memoryBytes / 2 / bytesPerPixel / decodesMax
  const inFlight = Math.floor(memoryBytes / 8 / mebibyte) * mebibyte
  const inFlightBytesMax = Math.min(Math.max(inFlight, 64 * mebibyte), 512 * mebibyte)
  return {
    pixelsMax: Math.round(Math.min(Math.max(pixels, pixelsLeast), pixelsMost) / 1e6) * 1e6,
    inFlightBytesMax,
    requestBytesMax: Math.min(inFlightBytesMax, 128 * mebibyte),
  }
}

/** Of the machine, or of the container where that is less. */
export function findMemoryBytes(totalBytes: number, constrainedBytes: number): number {
  return constrainedBytes > 0 && constrainedBytes < totalBytes ? constrainedBytes : totalBytes
}
