// The properties of every store's searches, on the embedded store.
import { testSearchProperties } from '../search-properties.conformance.ts'
import { createPlace } from './store-place.ts'

testSearchProperties('embedded', createPlace, { runs: 150 })
