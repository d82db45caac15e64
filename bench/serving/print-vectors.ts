// Tables of the limit, the cost model, and picture to vector over HTTP.

import { type VectorsResult, vectorSizes, wayNames } from './measure-vectors.ts'
import type { PackName } from './packs.ts'
import { printTable, showSpread } from './print-table.ts'
import { addedMs, latencies, ofLimit, ofModel, ofOther, throughputs } from './read-vectors.ts'

export function printVectors(pack: PackName, result: VectorsResult): void {
  printSettings(pack, result)
  printCosts(pack, result)
  if (result.rounds[0]!.turns.length === 0) return
  printWays(pack, result)
  printService(pack, result)
}

function printSettings(pack: PackName, { settings, best, rounds }: VectorsResult): void {
  const rows = settings.map(({ setting, figures }) => [
    `${setting.workers} × ${setting.threads}, batch ${setting.batch}${setting === best ? ' (best)' : ''}`,
    figures.perSecond.toFixed(1),
    figures.coreMs.toFixed(1),
    figures.runMsP50.toFixed(1),
  ])
  printTable(
    `${pack}: inference alone, sessions × threads`,
    ['setting', 'pictures/s', 'core ms a picture', 'run, p50 ms'],
    rows,
  )
  const limits = rounds.map(({ limit }) => limit)
  printTable(
    `${pack}: the limit, in the rounds`,
    ['figure', 'median (least–greatest)'],
    [
      [
        'pictures/s at the best setting',
        showSpread(
          limits.map(({ perSecond }) => perSecond),
          '/s',
        ),
      ],
      [
        'core time of a picture',
        showSpread(
          limits.map(({ coreMs }) => coreMs),
          'ms',
        ),
      ],
      [
        'a lone picture',
        showSpread(
          limits.map(({ singleMs }) => singleMs),
          'ms',
        ),
      ],
    ],
  )
}

function printCosts(pack: PackName, { rounds }: VectorsResult): void {
  const kinds = rounds[0]!.decode.map(({ decoding, size }) => ({ decoding, size }))
  const rows = kinds.map(({ decoding, size }) => {
    const found = rounds.map(({ decode }) => decode.find((one) => one.decoding === decoding && one.size === size)!)
    return [
      `${size}, ${decoding}`,
      showSpread(
        found.map(({ cost }) => cost.coreMs),
        'ms',
      ),
      showSpread(
        found.map(({ cost }) => cost.msP50),
        'ms',
      ),
      showSpread(
        found.map(({ model }) => model),
        '/s',
      ),
    ]
  })
  const head = ['picture, decoding', 'core time of decoding', 'decoding one alone', 'cost model']
  printTable(`${pack}: decoding alone, and the cost model`, head, rows)
}

function printWays(pack: PackName, result: VectorsResult): void {
  const concurrencies = [...new Set(result.rounds[0]!.turns.map(({ concurrency }) => concurrency))]
  for (const size of vectorSizes) {
    const rows = concurrencies.flatMap((concurrency) =>
      wayNames.flatMap((way) => {
        const key = { way, size, concurrency }
        if (throughputs(result, key).length === 0) return []
        const isOurs = way.startsWith('service')
        return [
          [
            `${way}, ${concurrency} at once`,
            showSpread(throughputs(result, key), '/s'),
            showSpread(latencies(result, key, 'p50'), 'ms'),
            showSpread(latencies(result, key, 'p99'), 'ms'),
            showSpread(ofLimit(result, key), '×'),
            isOurs ? showSpread(ofModel(result, key), '×') : '',
            isOurs ? showSpread(ofOther(result, key, 'plain peer'), '×') : '',
            isOurs ? showSpread(ofOther(result, key, 'tuned peer'), '×') : '',
          ],
        ]
      }),
    )
    if (rows.length === 0) continue
    const head = ['way', 'pictures/s', 'p50', 'p99', 'of the limit', 'of the model', 'to plain', 'to tuned']
    printTable(`${pack}: picture to vector over HTTP, ${size}`, head, rows)
  }
}

function printService(pack: PackName, result: VectorsResult): void {
  const added = vectorSizes.flatMap((size) => {
    const ours = ['service', 'service, fast decoding'] as const
    const measured = ours.filter((way) => addedMs(result, { way, size }).length > 0)
    return measured.map((way) => [`${way}, ${size}`, showSpread(addedMs(result, { way, size }), 'ms')])
  })
  if (added.length === 0) return
  printTable(`${pack}: a lone picture, beyond inference and decoding alone`, ['way', 'p50'], added)
  const loops = result.rounds.flatMap(({ loop }) => loop ?? [])
  printTable(
    `${pack}: the service's event loop, ${Math.max(...result.rounds[0]!.turns.map(({ concurrency }) => concurrency))} at once`,
    ['figure', 'median (least–greatest)'],
    [
      [
        'late, p99',
        showSpread(
          loops.map(({ delayMsP99 }) => delayMsP99),
          'ms',
        ),
      ],
      [
        'late, most',
        showSpread(
          loops.map(({ delayMsMax }) => delayMsMax),
          'ms',
        ),
      ],
      [
        'blocked, most',
        showSpread(
          loops.map(({ busyMsMax }) => busyMsMax),
          'ms',
        ),
      ],
    ],
  )
}
