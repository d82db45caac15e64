#!/usr/bin/env node
// The `likeness` command. It loads src/cli.ts, which Node 24 runs as it is; an older Node is told what to do, so this
// file keeps to syntax that every Node parses. `npx --no likeness` puts the Node of node_modules first in the PATH.

var major = parseInt(process.versions.node, 10)

if (major < 24) {
  process.stderr.write('likeness needs Node 24: run npm ci first, then npx --no likeness …\n')
  process.exitCode = 2
} else {
  // Compiled code is kept, which halves the time of a start; where nothing can be written it is compiled each time.
  import('node:module').then((module) => {
    module.enableCompileCache(new URL('../node_modules/.cache/node', import.meta.url).pathname)
    return import('../src/cli.ts')
  })
}
