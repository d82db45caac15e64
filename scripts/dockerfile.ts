// Reads a Dockerfile and a .dockerignore, as far as ours go; anything else is refused, not guessed.
// Used by scripts/replay-dockerfile.ts.

import { globSync } from 'node:fs'

export type Instruction = { name: string; text: string }
/** One build stage: what stands from one FROM to the next. */
export type Stage = { name: string; instructions: Instruction[] }

const known = ['WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'VOLUME', 'EXPOSE', 'HEALTHCHECK', 'CMD']

/** Throws on an instruction that the replay cannot follow. */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = []
  for (const { name, text: rest } of splitInstructions(text)) {
    if (name === 'FROM') {
      stages.push({ name: / AS (\S+)$/i.exec(rest)?.[1] ?? String(stages.length), instructions: [] })
    } else if (known.includes(name) && stages.length > 0) {
      stages.at(-1)?.instructions.push({ name, text: rest })
    } else {
      throw new Error(`The replay does not know the instruction ${name}`)
    }
  }
  return stages
}

function splitInstructions(text: string): Instruction[] {
  const lines = text.split('\n').filter((line) => !/^\s*(#|$)/.test(line))
  return lines
    .join('\n')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => {
      const [, name = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? []
      return { name: name.toUpperCase(), text: rest }
    })
}

/** `COPY [--from=stage] source… target`. */
export function parseCopy(text: string): { from: string | undefined; sources: string[]; target: string } {
  const words = text.split(/\s+/)
  const from = words[0]?.startsWith('--from=') ? words.shift()?.slice('--from='.length) : undefined
  const option = words.find((word) => word.startsWith('--'))
  if (option !== undefined) throw new Error(`The replay does not know COPY ${option}`)
  return { from, sources: words.slice(0, -1), target: words.at(-1) ?? '' }
}

/** `ENV name=value name=value`, values without spaces. */
export function parseEnv(text: string): Record<string, string> {
  return Object.fromEntries(text.split(/\s+/).map((pair) => [pair.split('=')[0], pair.slice(pair.indexOf('=') + 1)]))
}

/** A command in its JSON form, `["node", "…"]`, after any options such as HEALTHCHECK's. */
export function parseCommand(text: string): string[] {
  return JSON.parse(text.slice(text.indexOf('['))) as string[]
}

/** The files of `folder` that a build may copy, relative to it. As Docker has it, the last line that fits decides. */
export function listContext(folder: string, dockerignore: string): string[] {
  const lines = dockerignore.split('\n').filter((line) => !/^\s*(#|$)/.test(line))
  const rules = lines.map((line) => ({ pattern: toPattern(line.replace(/^!/, '')), ignores: !line.startsWith('!') }))
  const isIgnored = (path: string) => rules.findLast(({ pattern }) => pattern.test(path))?.ignores ?? false
  const exclude = (entry: { name: string; parentPath: string }) =>
    entry.name === 'node_modules' || entry.name === '.git'
  return globSync(['**/*', '**/.*'], { cwd: folder, withFileTypes: true, exclude })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.replace(/\/$/, '').length + 1))
    .filter((path) => !isIgnored(path))
}

/** `*` stands for any part of one name; a rule for a folder holds for what lies in it. */
function toPattern(rule: string): RegExp {
  if (/[?[\]\\]|\*\*/.test(rule)) throw new Error(`The replay does not know the pattern ${rule}`)
  const escaped = rule.replace(/[.+^${}()|]/g, '\\$&').replaceAll('*', '[^/]*')
  return new RegExp(`^${escaped}(/.*)?$`)
}
