// Prints how far our image preprocessing is from CLIP's reference, kind by kind: the table of docs/models.md.
// parity.ts calls it; test/parity/compare-images.ts measures.
import { compareImages, goldens, type ImageComparison, summarise } from '../test/parity/compare-images.ts'

export async function printImageParity(): Promise<void> {
  const versions = Object.entries(goldens.madeWith).map(([name, version]) => `${name} ${version}`)
  console.log(`Image preprocessing against ${versions.join(', ')}\n`)
  for (const decoding of ['exact', 'fast'] as const) printTable(decoding, await compareImages(decoding))
}

function printTable(decoding: string, comparisons: ImageComparison[]): void {
  const kinds = Map.groupBy(comparisons, ({ kind }) => kind)
  console.log(`| ${decoding} | files | mean difference | worst | mean cosine | worst |`)
  console.log('|---|---|---|---|---|---|')
  for (const [kind, ofKind] of kinds) printRow(kind, ofKind)
  printRow('all', comparisons)
  const worst = comparisons.toSorted((a, b) => a.cosine - b.cosine).slice(0, 3)
  console.log(`\nFarthest by cosine: ${worst.map(({ file, cosine }) => `${file} ${cosine.toFixed(5)}`).join(', ')}\n`)
}

function printRow(name: string, comparisons: ImageComparison[]): void {
  const { files, meanDifference, worstDifference, meanCosine, worstCosine } = summarise(comparisons)
  const differences = [meanDifference, worstDifference].map((value) => value.toFixed(4))
  const cosines = [meanCosine, worstCosine].map((value) => value.toFixed(5))
  console.log(`| ${[name, files, ...differences, ...cosines].join(' | ')} |`)
}
