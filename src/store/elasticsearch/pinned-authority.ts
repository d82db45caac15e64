// TLS connections to a cluster whose certificate authority is known by its fingerprint alone, as Elasticsearch prints it when it
// sets itself up. engine.ts gives the client this connector: the client's own check of a fingerprint compares what a server
// sends along, and never that the authority signed the server's certificate.
import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'

/** What undici calls to connect to a host. */
export type Connector = (
  target: { hostname: string; port: string },
  done: (error: Error | null, socket: TLSSocket | null) => void,
) => void

/** Longer chains are not followed. */
const certificatesMax = 10

/** `fingerprint`: SHA-256 of the authority's certificate in hex, with or without colons. */
export function createPinnedConnector(fingerprint: string, timeoutMs: number): Connector {
  const pin = normaliseFingerprint(fingerprint)
  return ({ hostname, port }, done) => {
    const host = hostname.replace(/^\[|\]$/g, '')
    const socket = connect({
      host,
      port: Number(port || 443),
      ...(isIP(host) ? {} : { servername: host }),
      // The chain is checked below; the system's authorities do not count.
      rejectUnauthorized: false,
    })
    socket.setNoDelay(true)
    const timer = setTimeout(() => socket.destroy(new Error('connect ETIMEDOUT')), timeoutMs)
    const finish = (error: Error | null) => {
      clearTimeout(timer)
      socket.off('error', finish)
      if (error === null) return done(null, socket)
      // Whatever else the socket says on its way down, the caller has heard why.
      socket.on('error', () => {}).destroy()
      done(error, null)
    }
    socket.once('error', finish)
    socket.once('secureConnect', () => {
      const fault = findChainFault(socket, host, pin)
      finish(fault === null ? null : new Error(`certificate not trusted: ${fault}`))
    })
  }
}

/** Why the server's certificate does not count; null when the authority, or one that it signed, signed it for this host. */
function findChainFault(socket: TLSSocket, host: string, pin: string): string | null {
  const own = socket.getPeerX509Certificate()
  if (own === undefined) return 'the server has none'
  let certificate: X509Certificate | undefined = own
  for (let i = 0; certificate !== undefined && i < certificatesMax; i++) {
    if (!isValidNow(certificate)) return 'it, or one that signed it, has expired or is not valid yet'
    if (normaliseFingerprint(certificate.fingerprint256) === pin) {
      return isFor(own, host) ? null : 'it is for another host name'
    }
    const { issuerCertificate: issuer }: X509Certificate = certificate
    if (issuer && !isSignedBy(certificate, issuer)) return 'it was not signed by the authority that it names'
    certificate = issuer
  }
  return 'the server names no authority of the fingerprint in STORE_CA_FINGERPRINT'
}

function isFor(certificate: X509Certificate, host: string): boolean {
  return (isIP(host) ? certificate.checkIP(host) : certificate.checkHost(host)) !== undefined
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

function isValidNow({ validFromDate, validToDate }: X509Certificate): boolean {
  const now = new Date()
  return validFromDate <= now && now <= validToDate
}

function normaliseFingerprint(fingerprint: string): string {
  return fingerprint.replaceAll(':', '').toUpperCase()
}
