// The attributes that the service's settings declare, each with the fields of its type. filter-panel.js acts on them; a service that declares
// none has none here.

/** @import { AttributeType } from '../../http/schemas/attributes.ts' */
/** @import { AttributeChoice } from '../state/view.js' */
import { byId, element, setValue } from '../dom.js'
import { holdTypedYears } from './date-fields.js'

/** @typedef {Record<string, AttributeChoice>} Choices */
/** @typedef {{ fields: HTMLElement[], read: () => AttributeChoice, draw: (choice: AttributeChoice) => void }} Fields */

/** @param {(attributes: Choices) => void} onChange */
export function createAttributeFields(onChange) {
  const area = byId('filter-attributes', HTMLElement)
  /** @type {Map<string, Fields>} */
  const all = new Map()
  /** @type {Choices} */
  let chosen = {}

  /** @param {Record<string, AttributeType>} types */
  function declare(types) {
    for (const [name, type] of Object.entries(types)) {
      if (all.has(name)) continue
      const made = makers[type](name)
      all.set(name, made)
      const set = element('fieldset', {}, element('legend', {}, name), ...made.fields)
      set.addEventListener('change', () => change(name, made.read()))
      area.append(set)
      made.draw(choiceOf(name))
    }
  }

  /**
   * The others stay as an address or the viewer gave them, which may be more than their fields can say.
   *
   * @param {string} name
   * @param {AttributeChoice} choice
   */
  function change(name, choice) {
    const { [name]: _before, ...others } = chosen
    onChange(Object.keys(choice).length === 0 ? others : { ...chosen, [name]: choice })
  }

  /** @param {Choices} attributes */
  function draw(attributes) {
    chosen = attributes
    for (const [name, { draw }] of all) draw(choiceOf(name))
  }

  /**
   * An attribute may be called as something that every object has.
   *
   * @param {string} name
   */
  function choiceOf(name) {
    return (Object.hasOwn(chosen, name) && chosen[name]) || {}
  }

  return { declare, draw }
}

/** @type {Record<AttributeType, (name: string) => Fields>} */
const makers = {
  keyword(name) {
    const input = element('input', {
      type: 'text',
      ariaLabel: name,
      placeholder: 'One, or another',
      autocomplete: 'off',
    })
    const read = () => {
      const any = input.value.split(',').flatMap((word) => word.trim() || [])
      return any.length === 0 ? {} : { any }
    }
    return { fields: [input], read, draw: ({ any = [] }) => setValue(input, any.join(', ')) }
  },
  number: (name) => makeRange(name, 'number', ['min', 'max'], Number),
  date: (name) => makeRange(name, 'date', ['from', 'to'], String),
  boolean(name) {
    const select = element(
      'select',
      { ariaLabel: name },
      new Option('Any', ''),
      new Option('Yes', 'true'),
      new Option('No', 'false'),
    )
    const read = () => (select.value === '' ? {} : { is: select.value === 'true' })
    return { fields: [select], read, draw: ({ is }) => setValue(select, is === undefined ? '' : String(is)) }
  },
}

/**
 * @param {string} name
 * @param {'number' | 'date'} type
 * @param {[keyof AttributeChoice, keyof AttributeChoice]} bounds
 * @param {(value: string) => number | string} toValue
 * @returns {Fields}
 */
function makeRange(name, type, bounds, toValue) {
  const inputs = ['From', 'To'].map((says) =>
    element('input', { type, step: 'any', ariaLabel: `${name}: ${says.toLowerCase()}` }),
  )
  if (type === 'date') inputs.forEach(holdTypedYears)
  const labels = inputs.map((input, i) => element('label', {}, i === 0 ? 'From' : 'To', input))
  const read = () =>
    Object.fromEntries(inputs.flatMap(({ value }, i) => (value === '' ? [] : [[bounds[i], toValue(value)]])))
  const draw = (/** @type {AttributeChoice} */ choice) => {
    for (const [i, input] of inputs.entries()) setValue(input, String(choice[bounds[i] ?? 'min'] ?? ''))
  }
  return { fields: [element('div', { className: 'days' }, ...labels)], read, draw }
}
