// What to tell an operator whose model cannot be pulled: what hinders it, and what to do, up to the steps by hand.
// pull-model.ts puts it into its error.

import { pullCommand } from '../embedder/pack/model-pack.ts'
import type { HubFile, ModelRow } from '../embedder/pack/model-row.ts'
import type { DownloadFault, FaultKind } from './download-fault.ts'

export type Hub = {
  /** Such as `https://huggingface.co`; without user and password, as it is shown. */
  url: string
  token: string | null
}

type Circumstances = {
  row: ModelRow
  file: HubFile
  /** This file and those after it. */
  left: HubFile[]
  /** Absolute; where the files belong. */
  folder: string
  hub: Hub
}

/** Where the hub serves the file. */
export function urlOf({ url }: Pick<Hub, 'url'>, { repo, revision, path }: HubFile): string {
  return `${url.replace(/\/+$/, '')}/${repo}/resolve/${revision}/${path}`
}

const advice: Record<FaultKind, (circumstances: Circumstances) => string> = {
  unreachable: stepsByHand,
  refused: ({ hub }) =>
    hub.token === null
      ? 'Set HF_TOKEN to a token of the hub that may read it.'
      : 'The token in HF_TOKEN is not valid there, or may not read it.',
  absent: ({ hub }) => `Check HF_ENDPOINT, which is ${hub.url}: a mirror may lack the file.`,
  busy: ({ row }) => `Try again later: ${pullCommand(row)} goes on from where it is.`,
  broken: ({ row }) => `Try again: ${pullCommand(row)} goes on from where it is.`,
  'wrong-bytes': ({ hub }) =>
    `What ${hub.url} serves is not the published file, or was damaged on its way. Nothing of it was kept.`,
  disk: ({ row }) =>
    `Make room, or set MODELS_DIR to another folder, then run ${pullCommand(row)}: it goes on from where it is.`,
}

/** The message of a MODEL_PULL_FAILED error; one line, but for the steps by hand. Holds no token. */
export function describeFault(fault: DownloadFault, circumstances: Circumstances): string {
  const { row, file, hub } = circumstances
  const what = `The model “${row.name}” is not complete: ${file.file} cannot be pulled from ${hub.url}`
  return `${what}: ${fault.message}. ${advice[fault.kind](circumstances)}`
}

function stepsByHand({ row, left, folder, hub }: Circumstances): string {
  const files = left.map((file) => {
    const check = file.sha256 === undefined ? '' : ` (sha256 ${file.sha256})`
    return `  - ${urlOf(hub, file)}\n    as ${file.file}${check}`
  })
  return [
    'Set HTTPS_PROXY where a proxy leads out, or HF_ENDPOINT to a mirror; or, by hand, on a machine that reaches it, download',
    ...files,
    `put the files into ${folder}`,
    `and run ${pullCommand(row)}, which then only checks and records them.`,
  ].join('\n')
}
