// Wire schemas of facets: counts of images by their tags, years, folders, formats and cameras.
import { type Static, Type } from 'typebox'
import type { FacetName as Counted } from '../../facets.ts'
import { Filter } from './filter.ts'
import { ref } from './ref.ts'

export const facetNames = ['tags', 'year', 'folder', 'format', 'camera'] as const satisfies readonly Counted[]

export const FacetName = Type.Enum([...facetNames], {
  $id: 'FacetName',
  type: 'string',
  description: 'What images are counted by.',
})

/** What may be counted, in a body, a form or an address. */
export const facetList = Type.Array(ref(FacetName), {
  minItems: 1,
  maxItems: facetNames.length,
  uniqueItems: true,
})

export const FacetCount = Type.Object(
  {
    value: Type.String(),
    count: Type.Integer({ minimum: 1, description: 'How many images have the value.' }),
  },
  { $id: 'FacetCount', additionalProperties: false },
)

export const Facet = Type.Object(
  {
    values: Type.Array(ref(FacetCount), { description: 'The greatest counts first, equal ones by their value.' }),
    missing: Type.Integer({ minimum: 0, description: 'How many images have no value.' }),
    others: Type.Integer({
      minimum: 0,
      description: 'The sum of the counts that are not listed. An image counts once for each of its tags.',
    }),
  },
  { $id: 'Facet', additionalProperties: false },
)

function facet(description: string) {
  return Type.Optional({ ...ref(Facet), description })
}

export const Facets = Type.Object(
  {
    tags: facet('By tag.'),
    year: facet('By the year of `taken_at` in UTC, four digits.'),
    folder: facet(
      'By the folder in which a picture itself lies: its `relative_path` up to the last `/`, or nothing at the root. Missing of a document that somebody else, or an older version, wrote into the index.',
    ),
    format: facet('By the format of the file.'),
    camera: facet('By maker and model of the camera.'),
  } satisfies Record<Counted, unknown>,
  { $id: 'Facets', additionalProperties: false, description: 'Those that were asked for.' },
)
export type Facets = Static<typeof Facets>

export const FacetsQuery = Type.Object(
  {
    facets: Type.Optional({ ...facetList, default: [...facetNames], description: 'What to count by.' }),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 100, default: 20, description: 'Values that each facet lists at most.' }),
    ),
    filter: Type.Optional(ref(Filter)),
  },
  { additionalProperties: false },
)
export type FacetsQuery = Static<typeof FacetsQuery>

export const FacetsResult = Type.Object(
  {
    took_ms: Type.Number({ format: 'double', minimum: 0 }),
    facets: ref(Facets),
  },
  { $id: 'FacetsResult', additionalProperties: false },
)
export type FacetsResult = Static<typeof FacetsResult>
