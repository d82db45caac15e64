// The folders, a level at a time: the way up from the chosen one, and what lies in it. A folder's count has what lies below it, as the
// filter has. filter-panel.js acts on it.

/** @import { Facet } from './facet-list.js' */
import { byId, element, keepFocus } from '../dom.js'
import { createCount, createValue } from './facet-list.js'

/** @param {(folder: string) => void} onFolder */
export function createFolderList(onFolder) {
  const area = byId('filter-folder', HTMLElement)
  const list = element('ul', { className: 'facet' })
  const note = element('p', { className: 'facet-note' })
  area.append(list, note)

  /**
   * @param {Facet | undefined} facet
   * @param {string} chosen
   */
  function draw(facet, chosen) {
    const inside = foldersIn(facet, chosen)
    area.hidden = chosen === '' && inside.size === 0
    keepFocus(area, () => {
      const up = waysUp(chosen).map((folder) => createWay(folder, folder === chosen))
      const down = [...inside].map(([folder, count]) => createFolder(folder, folder.slice(chosen.length), count))
      list.replaceChildren(...up, ...down)
    })
    note.textContent = facet && facet.others > 0 ? 'The folders with most pictures are listed.' : ''

    /**
     * @param {string} folder
     * @param {string} name
     * @param {number} count
     */
    function createFolder(folder, name, count) {
      const says = createValue(name.replace(/\/$/, ''))
      // What the service did not list may lie here as well.
      const counted = createCount(count, (facet?.others ?? 0) > 0)
      const properties = {
        type: /** @type {const} */ ('button'),
        id: `folder-${folder}`,
        onclick: () => onFolder(folder),
      }
      return element('li', {}, element('button', properties, says, counted))
    }
  }

  /**
   * @param {string} folder
   * @param {boolean} isChosen
   */
  function createWay(folder, isChosen) {
    const says = folder === '' ? 'All folders' : folder.replace(/\/$/, '')
    const button = element('button', { type: 'button', id: `folder-${folder}`, onclick: () => onFolder(folder) }, says)
    if (isChosen) button.setAttribute('aria-current', 'true')
    return element('li', { className: isChosen ? 'way chosen' : 'way' }, button)
  }

  return { draw }
}

/**
 * From the top down to the folder itself; nothing where none is chosen.
 *
 * @param {string} folder
 */
function waysUp(folder) {
  if (folder === '') return []
  const names = folder.split('/').filter((name) => name !== '')
  return ['', ...names.map((_, i) => `${names.slice(0, i + 1).join('/')}/`)]
}

/**
 * The folders that lie in this one, by their whole path, with the pictures in and below each; by name.
 *
 * @param {Facet | undefined} facet
 * @param {string} folder
 */
function foldersIn(facet, folder) {
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const { value, count } of facet?.values ?? []) {
    if (!value.startsWith(folder) || value === folder) continue
    const inside = value.slice(0, value.indexOf('/', folder.length) + 1)
    counts.set(inside, (counts.get(inside) ?? 0) + count)
  }
  return new Map([...counts].sort(([a], [b]) => a.localeCompare(b)))
}
