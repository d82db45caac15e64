// A small library of which more is known than its pictures show: times, places, tags, a caption, a camera, folders in folders. For tests of the page.
import type { ImageMetadata } from '../../src/http/schemas/image.ts'
import { addAt } from './client.ts'
import { addSamplePhotos } from './sample-photos.ts'
import { solidPicture } from './solid-pictures.ts'

const told: [path: string, ImageMetadata][] = [
  [
    'city/brandenburg-gate.jpg',
    {
      relative_path: 'trips/berlin/brandenburg-gate.jpg',
      taken_at: '2024-05-17T18:03:00Z',
      location: { lat: 52.5163, lon: 13.3777 },
      tags: ['holiday'],
    },
  ],
  [
    'city/eiffel-tower.jpg',
    {
      relative_path: 'trips/paris/eiffel-tower.jpg',
      taken_at: '2023-08-02T07:30:00Z',
      location: { lat: 48.8584, lon: 2.2945 },
      tags: ['holiday', 'draft'],
    },
  ],
  [
    'city/colosseum.jpg',
    {
      relative_path: 'trips/rome/colosseum.jpg',
      taken_at: '2023-08-20T09:00:00Z',
      location: { lat: 41.8902, lon: 12.4922 },
      caption: 'Grandma’s birthday',
    },
  ],
]

const plain = [
  'animals/chelsea-cat.jpg',
  'animals/kingfisher.jpg',
  'animals/red-panda.webp',
  'food/coffee-cup.jpg',
  'inbox/kingfisher-copy.jpg',
  'objects/greek-coins.png',
]

/** How many pictures `addToldPhotos` adds. */
export const toldCount = told.length + plain.length + 1

export async function addToldPhotos(url: string): Promise<void> {
  for (const [path, metadata] of told) await addSamplePhotos(url, [path], { metadata })
  await addSamplePhotos(url, plain)
  const withCamera = solidPicture('teal', 48, 64).withExif({ IFD0: { Make: 'Apple', Model: 'Apple iPhone 15' } })
  await addAt(url, 'phone/teal.jpg', await withCamera.jpeg().toBuffer())
}
