// Who may call: API keys, and the guards that keep other web pages away from an open service on the same machine.
import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { createError } from '../errors.ts'
import { isLoopback } from '../setting-kinds.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Served without a key: health, the page and the contract hold nobody's data. */
    open?: boolean
  }
}

export type AccessOptions = {
  apiKeys: string[]
  allowAnonymous: boolean
  allowedHosts: string[]
  corsOrigins: string[]
}

export function registerAccess(app: FastifyInstance, options: AccessOptions): void {
  const isKnownKey = createKeyCheck(options.apiKeys)
  // Names are compared as URLs spell them.
  const allowedHosts = options.allowedHosts.map((name) => name.toLowerCase())

  app.addHook('onRequest', async (request) => {
    if (request.url.startsWith('/health/')) return
    // Keys are not sent by a browser on its own, so a service that asks for them needs no guard by host name.
    if (options.apiKeys.length === 0 && !options.allowAnonymous) checkHost(request, allowedHosts)
    checkOrigin(request, options.corsOrigins)
    if (options.apiKeys.length > 0 && !request.routeOptions.config.open && request.method !== 'OPTIONS') {
      const key = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
      if (key === undefined || !isKnownKey(key)) {
        throw createError('UNAUTHORIZED', 'The request has no API key, or one that is not known.')
      }
    }
  })
}

/** Compares digests, all of them, so that the time taken tells nothing about a key or which one fits. */
function createKeyCheck(apiKeys: readonly string[]): (key: string) => boolean {
  const digest = (key: string) => createHash('sha256').update(key).digest()
  const known = apiKeys.map(digest)
  return (key) => {
    const given = digest(key)
    return known.map((one) => timingSafeEqual(one, given)).includes(true)
  }
}

/** Against DNS rebinding: a page of another site that made its name point here still sends that name. */
function checkHost(request: FastifyRequest, allowedHosts: readonly string[]): void {
  const name = hostName(request.headers.host)
  if (name === null || !(isLoopback(name) || allowedHosts.includes(name))) {
    throw createError('HOST_NOT_ALLOWED', 'The service does not answer to this host name.')
  }
}

function hostName(host: string | undefined): string | null {
  if (!host || !URL.canParse(`http://${host}`)) return null
  return new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '')
}

/**
 * Against cross-site requests: pages of other origins are refused unless they are listed. Browsers name the origin on posts
 * and `Sec-Fetch-Site` on everything; following a link to the page is the one cross-site request that stays allowed.
 */
function checkOrigin(request: FastifyRequest, corsOrigins: readonly string[]): void {
  const { origin } = request.headers
  if (origin !== undefined) {
    if (corsOrigins.includes(origin) || isOwnOrigin(origin, request)) return
    throw createError('ORIGIN_NOT_ALLOWED', 'Pages of this origin may not call the service.')
  }
  const site = request.headers['sec-fetch-site']
  const isOtherSite = site === 'cross-site' || site === 'same-site'
  const isVisit = request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document'
  if (isOtherSite && !(isVisit && request.method === 'GET')) {
    throw createError('ORIGIN_NOT_ALLOWED', 'Pages of other sites may not call the service.')
  }
}

function isOwnOrigin(origin: string, request: FastifyRequest): boolean {
  return URL.canParse(origin) && new URL(origin).host === request.headers.host?.toLowerCase()
}
