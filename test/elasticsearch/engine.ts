// The tests' Elasticsearch: fetched from Maven Central once, put together so that it runs without a distribution, and kept in
// a folder that git ignores. find-java.ts finds what it runs on; cluster.ts starts nodes of it.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findJava, javaMin } from './find-java.ts'

export type Engine = {
  java: string
  /** What the nodes are started with, before the launcher's own arguments. */
  javaOptions: string[]
  /** A folder with `modules/` and `config/` that each node's home is made after. */
  home: string
}

const sources = fileURLToPath(new URL('.', import.meta.url))
const engineFolder = fileURLToPath(new URL('../../.elasticsearch/engine/', import.meta.url))

/** The server's HTTP layer is a module of its own, which it looks for in its folder of modules. */
const moduleName = 'transport-netty4'
const isModuleJar = (jar: string) => /^(netty-|transport-netty4-)/.test(basename(jar))
const isCompilerJar = (jar: string) => /^ecj-/.test(basename(jar))

/** The engine where it was fetched already, for the sources as they are now. */
export function findEngine(): Engine | undefined {
  const java = findJava()
  const stamp = join(engineFolder, 'sources.sha256')
  if (java === undefined || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hashSources()) return undefined
  return describeEngine(java.path)
}

/** Fetches the engine with Maven (44 MB) unless it is there. Throws an Error that says what is missing. */
export function fetchEngine(say: (line: string) => void = () => {}): Engine {
  const found = findEngine()
  if (found) return found
  const java = findJava()
  if (java === undefined) throw new Error(`Elasticsearch needs Java ${javaMin} or newer: set JAVA_HOME, or install one`)
  // Made beside its place, so that a fetch that is cut off leaves nothing that looks whole.
  const folder = `${engineFolder.replace(/\/$/, '')}.new`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  say('Fetching Elasticsearch from Maven Central')
  // There, as Maven keeps notes beside the file it reads.
  copyFileSync(join(sources, 'pom.xml'), join(folder, 'pom.xml'))
  const maven = ['--batch-mode', '--quiet', '--file', join(folder, 'pom.xml')]
  run('mvn', [...maven, 'dependency:copy-dependencies', `-DoutputDirectory=${join(folder, 'jars')}`])
  const only = [`-DincludeArtifactIds=${moduleName}`, '-Dmdep.unpack.includes=META-INF/es-plugins/**']
  run('mvn', [...maven, 'dependency:unpack-dependencies', ...only, `-DoutputDirectory=${join(folder, 'unpacked')}`])
  assemble(folder, java.path)
  writeFileSync(join(folder, 'sources.sha256'), hashSources())
  rmSync(engineFolder, { recursive: true, force: true })
  renameSync(folder, engineFolder)
  return describeEngine(java.path)
}

function assemble(folder: string, java: string): void {
  const jars = globSync(join(folder, 'jars/*.jar'))
  const [home, lib] = [join(folder, 'home'), join(folder, 'lib')]
  const module = join(home, 'modules', moduleName)
  for (const place of [module, lib, join(home, 'config')]) mkdirSync(place, { recursive: true })
  for (const jar of jars) {
    if (!isCompilerJar(jar)) copyFileSync(jar, join(isModuleJar(jar) ? module : lib, basename(jar)))
  }
  copyFileSync(join(sources, 'log4j2.properties'), join(home, 'config/log4j2.properties'))
  // Without the line that would load it as a Java module, which its jars are not laid out for.
  const descriptor = join('META-INF/es-plugins', moduleName, 'plugin-descriptor.properties')
  const text = readFileSync(join(folder, 'unpacked', descriptor), 'utf8').replaceAll(/^modulename=.*$/gm, '')
  writeFileSync(join(module, 'plugin-descriptor.properties'), text)
  // The compiler is a jar too, as a runtime alone brings none.
  const compiler = jars.find(isCompilerJar)!
  const options = ['-21', '-nowarn', '-cp', globSync(join(lib, '*.jar')).join(':'), '-d', join(folder, 'classes')]
  run(java, ['-jar', compiler, ...options, join(sources, 'Launcher.java')])
}

function describeEngine(java: string): Engine {
  const modules = run(java, ['--list-modules'])
  // Lucene's faster arithmetic, where the runtime has it.
  const vector = modules.includes('jdk.incubator.vector') ? ['--add-modules=jdk.incubator.vector'] : []
  const classPath = [join(engineFolder, 'classes'), join(engineFolder, 'lib/*')].join(':')
  return {
    java,
    javaOptions: [...vector, '--enable-native-access=ALL-UNNAMED', '-cp', classPath],
    home: join(engineFolder, 'home'),
  }
}

function hashSources(): string {
  const hash = createHash('sha256')
  for (const file of ['pom.xml', 'Launcher.java', 'log4j2.properties', 'engine.ts'])
    hash.update(readFileSync(join(sources, file)))
  return hash.digest('hex')
}

/** What the command prints; throws with what it said where it fails. */
function run(command: string, commandArguments: string[]): string {
  const { status, error, stdout, stderr } = spawnSync(command, commandArguments, { encoding: 'utf8' })
  if (status === 0) return stdout
  throw new Error(`${command} failed: ${error?.message ?? (stderr || stdout)}`)
}
