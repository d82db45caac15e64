// Adds the pictures that are named, then finds those like some words:
//   LIKENESS_URL=http://127.0.0.1:3000 LIKENESS_API_KEY=… node example/find-pictures.ts 'a cup of coffee' photo.jpg …
import { addPictures, createLikenessClient, eachHit, ProblemError } from 'likeness-client'
import { pictureFromPath } from 'likeness-client/node'

const [query = 'a cup of coffee', ...paths] = process.argv.slice(2)
const client = createLikenessClient({
  baseUrl: process.env.LIKENESS_URL ?? 'http://127.0.0.1:3000',
  apiKey: process.env.LIKENESS_API_KEY,
})

async function* pictures() {
  for (const path of paths) yield { file: await pictureFromPath(path), metadata: { tags: ['example'] } }
}

try {
  for await (const { index, status, image, problem } of addPictures(client, pictures())) {
    console.log(`${paths[index]}: ${status} ${image?.image_id ?? problem?.detail}`)
  }
  let shown = 0
  for await (const hit of eachHit(client.searchByText, { body: { query, k: 5 } })) {
    console.log(`${hit.score.toFixed(3)} ${hit.relative_path}`)
    if (++shown === 8) break
  }
} catch (error) {
  if (!(error instanceof ProblemError)) throw error
  console.error(`The service refused: ${error.message}`)
  process.exitCode = 1
}
