// How far scores lie above what signs make of them: seldom farther than the margin, for vectors of every kind, by the kernel's own arithmetic.
import { readFileSync } from 'node:fs'
import { test } from 'tap'
import { blockOf, scratchOf, signsStart, slotsPerBlock } from '../../../src/store/embedded/memory-layout.ts'
import { createVectorCoder } from '../../../src/store/embedded/vector-coder.ts'
import { createVectorMirror } from '../../../src/store/embedded/vector-mirror.ts'
import { meanOf } from '../../../src/store/embedded/vector-signs.ts'
import { dot, normalise } from '../../../src/vector.ts'
import { createRandom, type Random } from '../../support/seeded-random.ts'
import { clusteredVectors, nearVector, randomUnitVector } from '../sample-images.ts'

const file = new URL('../../../src/store/embedded/sign-scan.wasm', import.meta.url)

const kinds: Record<string, (random: Random, dims: number) => Float32Array[]> = {
  clustered: (random, dims) => clusteredVectors(random, 1_000, dims, 20),
  'all to one side': (random, dims) => {
    const side = randomUnitVector(random, dims)
    return Array.from({ length: 1_000 }, () => nearVector(random, side, 0.6))
  },
  'of few great numbers': (random, dims) =>
    Array.from({ length: 1_000 }, () => normalise(randomUnitVector(random, dims).map((x) => x ** 7))),
  'copies of three': (random, dims) => {
    const three = Array.from({ length: 3 }, () => randomUnitVector(random, dims))
    return Array.from({ length: 1_000 }, (_, i) => nearVector(random, three[i % 3]!, 0.01))
  },
}

for (const [kind, make] of Object.entries(kinds)) {
  test(`vectors ${kind}: a score lies above the margin once in hundreds, and the kernel picks what plain arithmetic does`, (t) => {
    for (const dims of [32, 512, 768]) {
      const random = createRandom(dims)
      const vectors = make(random, dims)
      const mirror = createVectorMirror(dims, 1)
      mirror.signs.useCentre(meanOf(vectors))
      const placed = mirror.reserve(vectors.length).map((slot, i) => ({ slot, vector: vectors[i]! }))
      mirror.apply({ placed, freed: [] })
      const { memory, layout } = mirror
      const coder = createVectorCoder(memory, layout, 0)
      const { tables, tablesAddress, places, placesAddress } = scratchOf(memory, layout, 0)
      const block = blockOf(memory, layout, 0)
      const kernel = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), { shared: { memory } })
        .exports
      const pickRun = kernel.pickRun as (...numbers: number[]) => number
      const columns = layout.signBits / 8
      let above = 0
      let pairs = 0
      for (let q = 0; q < 20; q++) {
        const vector = nearVector(random, vectors[q * 37]!, q % 2 ? 0.5 : 3)
        const { queryOffset, base, each } = coder.prepareQuery(vector)
        const scoresMax = vectors.map((_, place) => {
          let sum = 0
          for (let column = 0; column < columns; column++) {
            const byte = block.signs[signsStart(place, columns) + column * 16]!
            sum += tables[column * 32 + (byte & 15)]! + tables[column * 32 + 16 + (byte >> 4)]!
          }
          return queryOffset + block.signOffset[place]! + block.signFactor[place]! * (base + each * sum)
        })
        vectors.forEach((stored, i) => {
          pairs += 1
          if (dot(stored, vector) > scoresMax[i]!) above += 1
        })
        const least = scoresMax.toSorted((a, b) => b - a)[100]! - 1e-5
        const { signsAddress, signFactorAddress, signOffsetAddress } = block
        const picked = pickRun(
          ...[tablesAddress, signsAddress, columns, slotsPerBlock, signFactorAddress, signOffsetAddress],
          ...[base, each, least - queryOffset, placesAddress],
        )
        const isPicked = new Set(places.subarray(0, picked))
        const wrong = scoresMax.filter(
          (score, i) => Math.abs(score - least) > 1e-5 && isPicked.has(i) !== score > least,
        )
        t.equal(wrong.length, 0, `${dims} numbers, query ${q}`)
      }
      t.ok(above / pairs < 0.004, `${dims} numbers: ${above} of ${pairs} above`)
    }
    t.end()
  })
}
