// Reads the text format of Prometheus (0.0.4) as strictly as it is written down, for tests of /metrics.
// https://prometheus.io/docs/instrumenting/exposition_formats/

export type Sample = { name: string; labels: Record<string, string>; value: number }
export type Family = { name: string; type: string; help: string; samples: Sample[] }

const comment = /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/
const sample = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/
const label = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/y
const suffixes: Record<string, string[]> = { histogram: ['_bucket', '_sum', '_count'] }

/** Every family in order. Throws on a line that does not fit, on a sample outside of its family, and on one that is there twice. */
export function parseExposition(text: string): Family[] {
  if (!text.endsWith('\n')) throw new Error('The last line has no end')
  const families: Family[] = []
  const seen = new Set<string>()
  const helps = new Map<string, string>()
  for (const line of text.split('\n').filter((one) => one !== '')) {
    if (line.startsWith('#')) {
      const [, kind, name = '', rest = ''] = comment.exec(line) ?? fail(line)
      if (kind === 'HELP') helps.set(name, rest)
      else if (families.some((family) => family.name === name)) fail(line)
      else families.push({ name, type: rest, help: helps.get(name) ?? fail(line), samples: [] })
      continue
    }
    const one = parseSample(line)
    const family = families.at(-1) ?? fail(line)
    const names = (suffixes[family.type] ?? ['']).map((suffix) => family.name + suffix)
    if (!names.includes(one.name)) fail(line)
    const key = line.slice(0, line.lastIndexOf(' '))
    if (seen.has(key)) fail(line)
    seen.add(key)
    family.samples.push(one)
  }
  return families
}

function parseSample(line: string): Sample {
  const [, name = '', labelText = '', number = ''] = sample.exec(line) ?? fail(line)
  const value = /^[+-]Inf$/.test(number) ? Number(number.replace('Inf', 'Infinity')) : Number(number)
  if (Number.isNaN(value) && number !== 'Nan' && number !== 'NaN') fail(line)
  const labels: Record<string, string> = {}
  label.lastIndex = 0
  while (label.lastIndex < labelText.length) {
    const [, key = '', quoted = ''] = label.exec(labelText) ?? fail(line)
    labels[key] = quoted.replace(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped))
  }
  return { name, labels, value }
}

function fail(line: string): never {
  throw new Error(`This line does not fit: ${line}`)
}

/** The value of the one sample of the name with these labels, among others; undefined where there is none. */
export function readValue(families: Family[], name: string, labels: Record<string, string> = {}): number | undefined {
  const fits = (one: Sample) => Object.entries(labels).every(([key, value]) => one.labels[key] === value)
  return families.flatMap(({ samples }) => samples).find((one) => one.name === name && fits(one))?.value
}
