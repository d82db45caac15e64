// Queries for benchmarks: all different, of everyday length.

const things = ['cat', 'dog', 'bridge', 'mountain', 'flower', 'boat', 'cup', 'clock', 'drum', 'tower', 'leaf', 'bird']
const manners = ['small', 'old', 'red', 'wet', 'bright', 'quiet', 'wooden', 'distant', 'broken', 'striped']

/** `count` different phrases such as `a photo of a red bridge`; at most 120. */
export function queryWords(count: number): string[] {
  const all = things.flatMap((thing) => manners.map((manner) => `a photo of a ${manner} ${thing}`))
  return all.slice(0, count)
}
