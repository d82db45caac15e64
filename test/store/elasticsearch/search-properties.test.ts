// The properties of every store's searches, on one node of Elasticsearch.
import { skip, useCluster } from '../../elasticsearch/test-cluster.ts'
import { testSearchProperties } from '../search-properties.conformance.ts'
import { createIndexPlace } from './index-place.ts'

const urls = await useCluster(1)
testSearchProperties('one node', (t) => createIndexPlace(t, urls), { skip, runs: 15 })
