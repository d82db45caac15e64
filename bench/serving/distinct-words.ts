// Queries of everyday length, each asked once: the number picks the words, so that no two numbers below `phraseCount` give the same.

const manners =
  'small old red wet bright quiet wooden distant broken striped blue green heavy round narrow shiny dusty tall empty warm'
const things =
  'cat dog bridge mountain flower boat cup clock drum tower leaf bird horse train chair table bottle bicycle lamp kite'
const places =
  'house river forest street garden beach church market field harbour station school park lake road wall hill barn kitchen window'
const times =
  'morning evening winter summer autumn spring rain snow fog sunshine moonlight storm twilight wind shade dusk'

const lists = [manners, things, manners, places, times].map((words) => words.split(' '))

export const phraseCount = lists.reduce((product, words) => product * words.length, 1)

/** Such as `a small cat near an old house in the morning`, for `number` in [0, phraseCount). */
export function distinctWords(number: number): string {
  if (number >= phraseCount) throw new Error(`there are only ${phraseCount} phrases`)
  let rest = number
  const [manner, thing, second, place, time] = lists.map((words) => {
    const word = words[rest % words.length]!
    rest = Math.floor(rest / words.length)
    return word
  })
  return `a ${manner} ${thing} near a ${second} ${place} in the ${time}`
}
