// The filters: beside the pictures where there is room, else in a dialog that a button opens. A change acts at once; main.js shows the
// view that it leads to.

/** @import { Facets } from '../../http/schemas/facets.ts' */
/** @import { PageFilter, View } from '../state/view.js' */
import { listenForClosing } from '../dialog.js'
import { byId, element } from '../dom.js'
import { getStats } from '../requests/api.js'
import { emptyFilter, isFiltered } from '../state/view.js'
import { createAttributeFields } from './attribute-fields.js'
import { createDateFields } from './date-fields.js'
import { createFacetList } from './facet-list.js'
import { createFolderList } from './folder-list.js'
import { loadFacets } from './load-facets.js'
import { createPlaceFields } from './place-fields.js'
import { orientationNames, sayFilter } from './say-filter.js'

/** As page.css has it. */
const wide = matchMedia('(min-width: 1080px)')

/** @param {{ onFilter: (filter: PageFilter) => void, onNot: (text: string) => void }} actions */
export function createFilterPanel({ onFilter, onNot }) {
  const form = byId('filters', HTMLFormElement)
  const dialog = byId('filter-dialog', HTMLDialogElement)
  const opener = byId('open-filters', HTMLButtonElement)
  const width = byId('wide', HTMLSelectElement)
  const not = byId('not', HTMLInputElement)
  let filter = emptyFilter()
  /** What the fields show; null before the first view. */
  let drawn = /** @type {string | null} */ (null)
  /** What the counts belong to; null where they are not known. */
  let counted = /** @type {string | null} */ (null)
  let running = new AbortController()
  let isDeclared = false

  const change = (/** @type {Partial<PageFilter>} */ part) => onFilter({ ...filter, ...part })
  const folders = createFolderList((folder) => change({ folder }))
  const dates = createDateFields(change)
  const place = createPlaceFields((place) => change({ place }))
  const tags = createFacetList(byId('filter-tags', HTMLElement), { onChange: (tags) => change({ tags }) })
  const cameras = createFacetList(byId('filter-cameras', HTMLElement), { onChange: (cameras) => change({ cameras }) })
  const formats = createFacetList(byId('filter-formats', HTMLElement), {
    says: (format) => format.toUpperCase(),
    onChange: (formats) => change({ formats }),
  })
  const attributes = createAttributeFields((attributes) => change({ attributes }))
  const shapes = createShapes((orientations) => change({ orientations }))

  width.addEventListener('change', () => change({ minWidth: width.value === '' ? null : Number(width.value) }))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const text = not.value.trim()
    not.value = ''
    if (text !== '') onNot(text)
  })
  byId('clear-filters', HTMLButtonElement).addEventListener('click', () => onFilter(emptyFilter()))
  opener.addEventListener('click', () => dialog.showModal())
  listenForClosing(dialog, 'close-filters')
  wide.addEventListener('change', settle)
  settle()

  function settle() {
    if (wide.matches) dialog.close()
    byId(wide.matches ? 'filter-column' : 'filter-body', HTMLElement).append(form)
  }

  /**
   * Shows the filter of the view, and counts anew where it is another. Counts that cannot be had leave the lists as they are: what keeps the
   * service from counting also fails the search, and is told there.
   *
   * @param {View} view
   */
  async function show(view) {
    filter = view.filter
    const key = JSON.stringify(filter)
    // Answers come while somebody writes: the fields follow the filter alone.
    if (drawn !== key) drawFields()
    drawn = key
    if (counted === key) return
    running.abort()
    running = new AbortController()
    const { signal } = running
    try {
      const facets = await loadFacets(filter, signal)
      if (signal.aborted) return
      counted = key
      drawFacets(facets)
      delete form.dataset.uncounted
      await declareAttributes()
    } catch {
      if (!signal.aborted) counted = null
    } finally {
      // Shown at once with what there is to choose, so that nothing moves.
      delete form.dataset.uncounted
    }
  }

  /** Once: settings change with a start of the service. */
  async function declareAttributes() {
    if (isDeclared) return
    attributes.declare((await getStats()).attributes)
    isDeclared = true
  }

  function drawFields() {
    dates.draw(filter)
    place.draw(filter.place)
    attributes.draw(filter.attributes)
    shapes.draw(filter.orientations)
    width.value = filter.minWidth === null ? '' : String(filter.minWidth)
    if (filter.minWidth !== null && width.value === '') {
      width.add(new Option(`${filter.minWidth} pixels or more`, String(filter.minWidth), true, true))
    }
    byId('clear-filters', HTMLButtonElement).hidden = !isFiltered(filter)
    const count = sayFilter(filter).length
    opener.querySelector('.badge')?.replaceChildren(count === 0 ? '' : String(count))
    opener.ariaLabel = count === 0 ? 'Filters' : `Filters, ${count} in use`
  }

  /** @param {Facets} facets */
  function drawFacets(facets) {
    folders.draw(facets.folder, filter.folder)
    dates.drawYears(facets.year, filter)
    tags.draw(facets.tags, filter.tags)
    cameras.draw(facets.camera, filter.cameras)
    formats.draw(facets.format, filter.formats)
  }

  /** Pictures were added: the counts are old. */
  function forgetCounts() {
    counted = null
  }

  return { show, forgetCounts, close: () => dialog.close() }
}

/** @param {(orientations: string[]) => void} onChange */
function createShapes(onChange) {
  const area = byId('filter-shapes', HTMLElement)
  const boxes = Object.entries(orientationNames).map(([value, says]) => {
    const box = element('input', { type: 'checkbox', value })
    area.append(element('label', {}, box, element('span', { className: 'value' }, says)))
    return box
  })
  for (const box of boxes) {
    box.addEventListener('change', () => onChange(boxes.filter(({ checked }) => checked).map(({ value }) => value)))
  }

  /** @param {string[]} chosen */
  function draw(chosen) {
    for (const box of boxes) box.checked = chosen.includes(box.value)
  }

  return { draw }
}
