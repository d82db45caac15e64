// `npm run parity`: prints how far preprocessing is from the reference's, in Python. test/parity holds the bounds.
import { printImageParity } from './print-image-parity.ts'
import { printTokenParity } from './print-token-parity.ts'

await printImageParity()
await printTokenParity()
