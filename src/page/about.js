// The footer: which model searches how many pictures, and what the model can and cannot do.

import { byId, element } from './dom.js'
import { getReadiness } from './requests/api.js'

export async function showAbout() {
  const about = byId('about', HTMLElement)
  try {
    const { version, model, store } = await getReadiness()
    const count = `${store.images.toLocaleString('en')} ${store.images === 1 ? 'picture' : 'pictures'}`
    about.replaceChildren(
      element('strong', {}, `Likeness ${version} · ${count} · ${model.title}`),
      element('br'),
      model.description,
    )
  } catch {
    // What keeps the probe from answering also fails the search, and is told there.
    about.replaceChildren()
  }
}
