// The embedded store passes the suite of all stores; what is its own is tested in the files beside this one.
import { testVectorStore } from '../vector-store.conformance.ts'
import { createPlace } from './store-place.ts'

testVectorStore('embedded', createPlace)
