// The store on one node of Elasticsearch passes the suite of all stores.
import { skip, useCluster } from '../../elasticsearch/test-cluster.ts'
import { testVectorStore } from '../vector-store.conformance.ts'
import { createIndexPlace } from './index-place.ts'

const urls = await useCluster(1)
testVectorStore('one node', (t) => createIndexPlace(t, urls), { skip })
