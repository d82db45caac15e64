// A pattern of paths as shells and .gitignore files have them, matched in time that grows with the path alone: a pattern may come from a
// client and the name of a file from anybody, and a regular expression with several `*` takes ages for a name that it nearly fits.

/** `folded` is the character in the case that letters are compared in. */
type Matches = (character: string, folded: string) => boolean

type Part =
  | { kind: 'one'; matches: Matches }
  | { kind: 'any'; matches: Matches }
  | { kind: 'choice'; alternatives: Part[][] }

/** What may come next: states without `matches` are passed through. */
type State = { matches: Matches | null; next: State[] }

const inName: Matches = (character) => character !== '/'
const anywhere: Matches = () => true

/**
 * Tells whether a whole path matches. `*` and `?` stay within a name; `**` between slashes is any number of folders, and at the end all that lies
 * below; `{a,b}` is either, `[a-z]` and `[!a-z]` one character; `\` takes the next character as it is. Letters count in either case.
 */
export function compilePathPattern(pattern: string): (path: string) => boolean {
  const end = makeState(null, [])
  const start = reach([build(parse([...pattern], true), end)])
  return (path) => {
    let current = start
    for (const character of path) {
      if (current.size === 0) return false
      const folded = fold(character)
      const stepped: State[] = []
      for (const { matches, next } of current) if (matches?.(character, folded)) stepped.push(next[0]!)
      current = reach(stepped)
    }
    return current.has(end)
  }
}

/** With those that are passed through to. A set is gone through with what was added meanwhile. */
function reach(states: readonly State[]): ReadonlySet<State> {
  const reached = new Set(states)
  for (const { matches, next } of reached) {
    if (matches === null) for (const state of next) reached.add(state)
  }
  return reached
}

/** The first of the states of the parts before `end`. */
function build(parts: readonly Part[], end: State): State {
  return parts.reduceRight((next, part): State => {
    if (part.kind === 'one') return makeState(part.matches, [next])
    if (part.kind === 'choice') {
      return makeState(
        null,
        part.alternatives.map((alternative) => build(alternative, next)),
      )
    }
    const either = makeState(null, [next])
    either.next.push(makeState(part.matches, [either]))
    return either
  }, end)
}

function makeState(matches: Matches | null, next: State[]): State {
  return { matches, next }
}

/** `isNewName` tells whether a name of the path begins here. */
function parse(pattern: readonly string[], isNewName: boolean): Part[] {
  const parts: Part[] = []
  let i = 0
  const take = (part: Part, length: number) => {
    parts.push(part)
    i += length
    isNewName = pattern[i - 1] === '/'
  }
  while (i < pattern.length) {
    const character = pattern[i]!
    if (character === '/' && pattern.slice(i).join('') === '/**') take(below, 3)
    else if (isNewName && pattern.slice(i, i + 3).join('') === '**/') take(folders, 3)
    else if (isNewName && pattern.slice(i).join('') === '**') take({ kind: 'any', matches: anywhere }, 2)
    else if (character === '*') take({ kind: 'any', matches: inName }, 1)
    else if (character === '?') take({ kind: 'one', matches: inName }, 1)
    else {
      const { part, length } =
        (character === '{' && parseBraces(pattern, i, isNewName)) ||
        (character === '[' && parseClass(pattern, i)) ||
        parseLiteral(pattern, i)
      take(part, length)
    }
  }
  return parts
}

const slash: Part = { kind: 'one', matches: (character) => character === '/' }
const all: Part = { kind: 'any', matches: anywhere }
const below: Part = { kind: 'choice', alternatives: [[], [slash, all]] }
const folders: Part = { kind: 'choice', alternatives: [[], [all, slash]] }

type Parsed = { part: Part; length: number }

function parseLiteral(pattern: readonly string[], at: number): Parsed {
  const isEscape = pattern[at] === '\\' && at + 1 < pattern.length
  const wanted = fold(pattern[isEscape ? at + 1 : at]!)
  return { part: { kind: 'one', matches: (_character, folded) => folded === wanted }, length: isEscape ? 2 : 1 }
}

/** Null where it is no class, so that the bracket stands for itself. */
function parseClass(pattern: readonly string[], at: number): Parsed | null {
  const isNegated = pattern[at + 1] === '!' || pattern[at + 1] === '^'
  const first = at + (isNegated ? 2 : 1)
  // One right after the opening stands for itself.
  const close = pattern.indexOf(']', first + 1)
  if (close === -1) return null
  const members = pattern.slice(first, close)
  const ranges: [string, string][] = []
  for (let i = 0; i < members.length; i++) {
    const isRange = members[i + 1] === '-' && i + 2 < members.length
    ranges.push([members[i]!, members[isRange ? i + 2 : i]!])
    if (isRange) i += 2
  }
  const holds = (character: string) => ranges.some(([from, to]) => isWithin(character, from, to))
  const matches: Matches = (character, folded) =>
    character !== '/' && [character, folded, character.toUpperCase()].some(holds) !== isNegated
  return { part: { kind: 'one', matches }, length: close + 1 - at }
}

/** Null where it is no choice, so that the brace stands for itself. */
function parseBraces(pattern: readonly string[], at: number, isNewName: boolean): Parsed | null {
  const alternatives: string[][] = [[]]
  let depth = 0
  for (let i = at + 1; i < pattern.length; i++) {
    const character = pattern[i]!
    if (depth === 0 && character === '}') {
      if (alternatives.length === 1) return null
      const parsed = alternatives.map((alternative) => parse(alternative, isNewName))
      return { part: { kind: 'choice', alternatives: parsed }, length: i + 1 - at }
    }
    if (depth === 0 && character === ',') {
      alternatives.push([])
      continue
    }
    if (character === '{') depth++
    if (character === '}') depth--
    alternatives.at(-1)!.push(character)
    if (character === '\\' && i + 1 < pattern.length) alternatives.at(-1)!.push(pattern[++i]!)
  }
  return null
}

function isWithin(character: string, from: string, to: string): boolean {
  const [low, value, high] = [from, character, to].map((text) => text.codePointAt(0)!)
  return low! <= value! && value! <= high!
}

function fold(character: string): string {
  return character.toLowerCase()
}
