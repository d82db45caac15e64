// Runs one check of a cluster. What the engine refuses to tell becomes a finding itself, so that the other checks still run.
import { isLikenessError, type LikenessError } from '../../errors.ts'
import { type Finding, failure, warning } from '../diagnosis.ts'

export type CheckOptions = {
  /** For what nothing works without: that it cannot be looked at is a failure then. */
  isVital?: boolean
}

export async function attemptCheck(
  check: string,
  work: () => Promise<Finding[]>,
  { isVital = false }: CheckOptions = {},
): Promise<Finding[]> {
  try {
    return await work()
  } catch (error) {
    if (!isLikenessError(error)) throw error
    const { wrong, advice } = describeRefusal(error)
    return [(isVital ? failure : warning)(check, `could not be looked at: ${wrong}`, advice)]
  }
}

/** The cause of a store's error is made for the log of an operator, who is who asks here: it holds no secret. */
function describeRefusal(error: LikenessError): { wrong: string; advice: string } {
  const cause = error.cause instanceof Error ? error.cause.message : ''
  if (/answered 403 /.test(cause)) {
    return {
      wrong: 'the credentials do not allow it (403)',
      advice: 'Give them the cluster privilege `monitor`, and `monitor` and `view_index_metadata` on the indexes.',
    }
  }
  if (/no handler found|answered (405|410) /.test(cause)) {
    return {
      wrong: 'this cluster does not have the API',
      advice: 'Look at it with the tools of whoever runs the cluster.',
    }
  }
  if (error.code === 'INDEX_RED') return { wrong: error.message, advice: 'See to the health of the index first.' }
  return {
    wrong: cause === '' ? error.message : `${error.message} (${cause})`,
    advice: 'Run `npx --no likeness doctor` again; the engine’s log may say more.',
  }
}
