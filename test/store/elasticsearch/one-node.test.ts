// What can befall an index, on one node: filled or changed by hand, deleted, blocked, unallocated. Each part is a file of its
// own; they share the node, whose start takes seconds.
import { skip, useCluster } from '../../elasticsearch/test-cluster.ts'
import { testChangedMappings } from './changed-mapping.ts'
import { testFacetIndexes } from './facet-indexes.ts'
import { testHandFilledIndexes } from './hand-filled.ts'
import { testIndexTroubles } from './index-troubles.ts'

const urls = await useCluster(1)
testHandFilledIndexes(urls, { skip })
testChangedMappings(urls, { skip })
testFacetIndexes(urls, { skip })
testIndexTroubles(urls, { skip })
