// The dashboard in docs/grafana asks for what /metrics prints: names of metrics, and of labels, that have changed would leave it empty.
import { readFile } from 'node:fs/promises'
import t from 'tap'
import { json, vectorize } from './support/client.ts'
import { parseExposition } from './support/exposition.ts'
import { startService } from './support/service.ts'

type Target = { expr: string; refId: string; legendFormat: string }
type Panel = { id: number; type: string; title: string; targets?: Target[] }
type Variable = { name: string; type: string; definition?: string }
type Dashboard = { schemaVersion: number; panels: Panel[]; templating: { list: Variable[] } }

/** Those of Prometheus itself: whom it scraped. */
const targetLabels = ['job', 'instance']

/** Each metric of an expression in PromQL with the labels that are named beside it, in matchers and in what is grouped by. */
function readExpression(expr: string): { name: string; labels: string[] }[] {
  const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(/, */))
  return [...expr.matchAll(/([a-z_:][a-z0-9_:]*)\{([^}]*)\}/g)].map(([, name = '', matchers = '']) => ({
    name,
    labels: [...grouped, ...[...matchers.matchAll(/([a-z_]+)(?:=~|!~|!=|=)"/g)].map(([, label = '']) => label)],
  }))
}

t.test('the dashboard', async (t) => {
  const file = new URL('../docs/grafana/likeness.json', import.meta.url)
  const dashboard: Dashboard = JSON.parse(await readFile(file, 'utf8'))
  const targets = dashboard.panels.flatMap(({ title, targets = [] }) => targets.map((target) => ({ title, ...target })))
  const { url } = await startService(t)
  await vectorize(url, json({ inputs: [{ text: 'a cat' }] }))
  // The scrape before is what the next one has a series of.
  for (let i = 0; i < 2; i++) await (await fetch(`${url}/metrics`)).text()
  const samples = parseExposition(await (await fetch(`${url}/metrics`)).text()).flatMap((family) => family.samples)

  await t.test('asks only for metrics and labels that the service prints', async (t) => {
    t.ok(targets.length > 20, `${targets.length} expressions`)
    const queries = dashboard.templating.list.flatMap(({ name, definition }) =>
      definition === undefined ? [] : [{ title: name, expr: definition.replace(/\((\w+),/, '($1{},') }],
    )
    for (const { title, expr } of [...targets, ...queries]) {
      const metrics = readExpression(expr)
      t.ok(metrics.length > 0, `${title}: ${expr}`)
      for (const { name, labels } of metrics) {
        const printed = samples.filter((sample) => sample.name === name)
        t.ok(printed.length > 0, `${title}: ${name} is printed`)
        const known = [...targetLabels, ...printed.flatMap((sample) => Object.keys(sample.labels))]
        t.strictSame(
          labels.filter((label) => !known.includes(label)),
          [],
          `${title}: ${expr}`,
        )
      }
    }
  })

  await t.test('shows every metric of the service’s own', async (t) => {
    const shown = [...targets.map(({ expr }) => expr), ...dashboard.templating.list.map((one) => one.definition ?? '')]
    const names = new Set(samples.map(({ name }) => name.replace(/_(bucket|sum|count)$/, '')))
    const own = [...names].filter((name) => /^(likeness|http)_/.test(name))
    t.ok(own.length >= 11, own.join(', '))
    t.strictSame(
      own.filter((name) => !shown.some((expr) => expr.includes(name))),
      [],
    )
  })

  await t.test('names its legends after labels that are left, and no panel twice', async (t) => {
    for (const { title, expr, legendFormat } of targets) {
      const [, grouped = 'instance'] = /\bby \(([^)]*)\)/.exec(expr) ?? []
      const used = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label!)
      t.ok(
        used.every((label) => grouped.split(/, */).includes(label)),
        `${title}: ${legendFormat}`,
      )
    }
    const ids = dashboard.panels.map(({ id }) => id)
    t.equal(new Set(ids).size, ids.length)
    t.ok(dashboard.schemaVersion >= 39)
    t.ok(dashboard.templating.list.some(({ name, type }) => name === 'datasource' && type === 'datasource'))
  })

  await t.test('the check sees what is not printed', async (t) => {
    t.strictSame(readExpression('sum by (le, kind) (rate(likeness_x_bucket{job="$job", state!="a"}[5m])) / y{}'), [
      { name: 'likeness_x_bucket', labels: ['le', 'kind', 'job', 'state'] },
      { name: 'y', labels: ['le', 'kind'] },
    ])
  })
})
