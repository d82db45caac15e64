// All that can be seen of an error: what a log writes, what a debugger shows. The tests look for secrets in it.
import { inspect } from 'node:util'
import pino from 'pino'

export function exposed(error: unknown): string {
  const seen = [inspect(error, { depth: Infinity, showHidden: true }), JSON.stringify(error)]
  for (let link = error as Error | undefined; link !== undefined; link = link.cause as Error | undefined) {
    const logged = link instanceof Error ? pino.stdSerializers.err(link) : link
    seen.push(
      link.message,
      link.stack ?? '',
      JSON.stringify(logged),
      JSON.stringify(Object.getOwnPropertyDescriptors(link)),
    )
  }
  return seen.join('\n')
}
