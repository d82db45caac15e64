// A line chart as an SVG file, without a library: some lines over a few places on the x axis. Legible on light and on dark pages, as its
// background and its colours follow the reader's scheme. draw-charts.ts says what is drawn.

export type Line = {
  name: string
  /** One for each place of `xs`; undefined where nothing was measured. */
  ys: (number | undefined)[]
  isDashed?: boolean
}

export type Chart = {
  title: string
  xLabel: string
  yLabel: string
  /** Evenly spaced, whatever their values: each is four times the one before. */
  xs: number[]
  lines: Line[]
  /** Whether the y axis is logarithmic, for latencies that differ by orders of magnitude. */
  isLogarithmic?: boolean
}

const size = { width: 720, height: 420 }
const frame = { left: 76, right: 700, top: 52, bottom: 300 }

/** Told apart by people who see colours differently too (Okabe and Ito), in a tone for each scheme; the shapes of the marks differ as well. */
const colours = [
  { light: '#0072b2', dark: '#56b4e9' },
  { light: '#b35900', dark: '#e69f00' },
  { light: '#00745a', dark: '#2fc79b' },
  { light: '#a63a7e', dark: '#e79bc8' },
  { light: '#555555', dark: '#bbbbbb' },
]

export function drawChart(chart: Chart): string {
  const { title, xLabel, yLabel, xs, lines } = chart
  const values = lines.flatMap(({ ys }) => ys.filter((y) => y !== undefined))
  const axis = chart.isLogarithmic ? logarithmicAxis(values) : linearAxis(values)
  const xOf = (i: number) => frame.left + ((i + 0.5) / xs.length) * (frame.right - frame.left)
  const yOf = (value: number) => frame.bottom - axis.share(value) * (frame.bottom - frame.top)
  const middle = { x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2 }
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" aria-label="${escapeXml(title)}">`,
    style(),
    `<rect class="page" width="${size.width}" height="${size.height}"/>`,
    text(middle.x, 28, title, 'title'),
    ...axis.ticks.flatMap((tick) => [
      `<path class="grid" d="M${frame.left} ${round(yOf(tick))}H${frame.right}"/>`,
      text(frame.left - 8, yOf(tick) + 4, formatTick(tick), 'end'),
    ]),
    ...xs.map((x, i) => text(xOf(i), frame.bottom + 20, String(x), 'middle')),
    text(middle.x, frame.bottom + 42, xLabel, 'middle'),
    `<g transform="translate(18 ${middle.y}) rotate(-90)">${text(0, 0, yLabel, 'middle')}</g>`,
    ...lines.map((line, i) => drawLine(line, i, xOf, yOf)),
    ...lines.map(({ name, isDashed }, i) => drawLegend(name, i, isDashed)),
    '</svg>',
  ]
  return `${parts.join('\n')}\n`
}

function style(): string {
  const rules = (scheme: 'light' | 'dark') =>
    colours.map((colour, i) => `.c${i}{stroke:${colour[scheme]};fill:${colour[scheme]}}`).join('')
  return (
    '<style>text{font:13px system-ui,sans-serif;fill:#1f2328}.title{font-size:16px;font-weight:600;text-anchor:middle}' +
    '.middle{text-anchor:middle}.end{text-anchor:end}.page{fill:#fff}.grid{stroke:#d0d7de;fill:none}' +
    `polyline{fill:none!important;stroke-width:2}.dashed{stroke-dasharray:6 4}${rules('light')}` +
    `@media (prefers-color-scheme:dark){text{fill:#e6edf3}.page{fill:#0d1117}.grid{stroke:#3d444d}${rules('dark')}}</style>`
  )
}

function drawLine({ ys, isDashed }: Line, i: number, xOf: (i: number) => number, yOf: (y: number) => number): string {
  const points = ys.flatMap((y, j) => (y === undefined ? [] : [{ x: round(xOf(j)), y: round(yOf(y)) }]))
  const path = points.map(({ x, y }) => `${x},${y}`).join(' ')
  const marks = isDashed ? [] : points.map(({ x, y }) => drawMark(i, x, y))
  return `<g class="c${i % colours.length}"><polyline${isDashed ? ' class="dashed"' : ''} points="${path}"/>${marks.join('')}</g>`
}

function drawMark(i: number, x: number, y: number): string {
  const shapes = [
    `<circle cx="${x}" cy="${y}" r="4"/>`,
    `<rect x="${x - 4}" y="${y - 4}" width="8" height="8"/>`,
    `<path d="M${x} ${y - 5}l5 9h-10z"/>`,
    `<path d="M${x} ${y - 5}l5 5l-5 5l-5 -5z"/>`,
  ]
  return shapes[i % shapes.length]!
}

/** Three a row, below the axis. */
function drawLegend(name: string, i: number, isDashed = false): string {
  const x = frame.left + (i % 3) * 212
  const y = frame.bottom + 74 + Math.floor(i / 3) * 24
  const line = `<path class="${isDashed ? 'dashed' : ''}" stroke-width="2" d="M${x} ${y - 4}h28"/>`
  return `<g class="c${i % colours.length}">${line}${isDashed ? '' : drawMark(i, x + 14, y - 4)}</g>${text(x + 36, y, name, '')}`
}

type Axis = { ticks: number[]; share: (value: number) => number }

/** From 0 to a round number above the greatest, in about five steps of 1, 2 or 5 times a power of ten. */
function linearAxis(values: number[]): Axis {
  const greatest = Math.max(...values, 1e-9)
  const power = 10 ** Math.floor(Math.log10(greatest / 5))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => greatest / one <= 6)!
  const top = Math.ceil((greatest * 1.02) / step) * step
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step)
  return { ticks, share: (value) => value / top }
}

/** From the power of ten below the least to the one above the greatest. */
function logarithmicAxis(values: number[]): Axis {
  const least = Math.floor(Math.log10(Math.min(...values)))
  const greatest = Math.max(Math.ceil(Math.log10(Math.max(...values)) + 0.01), least + 1)
  const ticks = Array.from({ length: greatest - least + 1 }, (_, i) => 10 ** (least + i))
  return { ticks, share: (value) => (Math.log10(value) - least) / (greatest - least) }
}

function text(x: number, y: number, words: string, className: string): string {
  return `<text class="${className}" x="${round(x)}" y="${round(y)}">${escapeXml(words)}</text>`
}

function formatTick(value: number): string {
  return String(Number(value.toPrecision(6)))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escapeXml(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
