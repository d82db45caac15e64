// How many pictures have each value, under the filter of the view. Where one of several values is chosen, the others keep their counts, so
// that the choice can be changed: such a facet is counted without its own condition. Of folders those are counted that lie in the chosen one.

/** @import { FacetName } from '../../facets.ts' */
/** @import { Facets } from '../../http/schemas/facets.ts' */
/** @import { PageFilter } from '../state/view.js' */
import { getFacets } from '../requests/api.js'
import { toWireFilter } from '../requests/filter-request.js'

/** @type {{ name: FacetName, isChosen: (filter: PageFilter) => boolean, without: (filter: PageFilter) => PageFilter }[]} */
const choices = [
  {
    name: 'year',
    isChosen: ({ from, to }) => from !== '' || to !== '',
    without: (filter) => ({ ...filter, from: '', to: '' }),
  },
  {
    name: 'camera',
    isChosen: ({ cameras }) => cameras.length > 0,
    without: (filter) => ({ ...filter, cameras: [] }),
  },
  {
    name: 'format',
    isChosen: ({ formats }) => formats.length > 0,
    without: (filter) => ({ ...filter, formats: [] }),
  },
]

/**
 * @param {PageFilter} filter
 * @param {AbortSignal} signal
 * @returns {Promise<Facets>}
 */
export async function loadFacets(filter, signal) {
  const chosen = choices.filter(({ isChosen }) => isChosen(filter))
  const others = choices.filter(({ isChosen }) => !isChosen(filter)).map(({ name }) => name)
  const counted = await Promise.all([
    getFacets(['tags', 'folder', ...others], toWireFilter(filter), signal),
    ...chosen.map(({ name, without }) => getFacets([name], toWireFilter(without(filter)), signal)),
  ])
  return Object.assign({}, ...counted)
}
