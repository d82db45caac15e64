// The store on two data nodes of Elasticsearch and a third that votes passes the suite of all stores.
import { skip, useCluster } from '../../elasticsearch/test-cluster.ts'
import { testVectorStore } from '../vector-store.conformance.ts'
import { createIndexPlace } from './index-place.ts'

const urls = await useCluster(3)
testVectorStore('cluster', (t) => createIndexPlace(t, urls), { skip })
