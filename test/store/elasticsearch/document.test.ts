// Documents as records: what somebody else wrote comes in any form that the engine takes, also from the source of an adopted index.
import { test } from 'tap'
import { toRecord } from '../../../src/store/elasticsearch/document.ts'

const berlin = { lat: 52.5, lon: 13.4 }

test('a place is read in the forms in which it may be written', (t) => {
  for (const location of [
    berlin,
    '52.5,13.4',
    ' 52.5 , 13.4 ',
    [13.4, 52.5],
    { type: 'Point', coordinates: [13.4, 52.5] },
    [{ type: 'Point', coordinates: [13.4, 52.5] }],
  ]) {
    t.strictSame(toRecord({ location }).location, berlin, JSON.stringify(location))
  }
  for (const location of [undefined, null, 'u33dc0', 'here', 7, [], [null], {}, { lat: '52.5' }]) {
    t.equal(toRecord({ location }).location, null, JSON.stringify(location))
  }
  t.end()
})
