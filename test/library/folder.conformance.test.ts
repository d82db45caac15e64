// A folder keeps what every library promises; folder.test.ts has what is of folders alone.
import t from 'tap'
import { testLibrary } from './library.conformance.ts'
import { openLibrary } from './open-library.ts'

await testLibrary(t, async (t) => (await openLibrary(t)).library)
