// Memory that goes back at once in place of when the collector comes. pool.ts and read-exact-square.ts use it for what nobody reads again.

/**
 * Lets go of the bytes' memory; they are empty then. Left to the collector, megabytes a picture made it run five times as often: it took a
 * quarter of the processors under a load of large pictures. A view of something larger is left alone, as others may see the rest.
 */
export function giveBack({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}
