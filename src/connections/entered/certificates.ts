import { X509Certificate } from 'node:crypto'
import { refuseField } from './refuse.ts'

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g
/** More than any company's chain, less than a bundle of the world's authorities. */
const mostCertificates = 20

/** Certificates of authorities as PEM, each checked and written alike; what stands around them is left out. */
export function readCertificates(given: string, now = new Date()): string {
  if (/PRIVATE KEY/.test(given)) throw refusal('There is a private key among it: give certificates alone.')
  const blocks = given.match(block) ?? []
  if (blocks.length === 0) throw refusal('Give certificates as PEM: -----BEGIN CERTIFICATE----- and so on.')
  if (blocks.length > mostCertificates) throw refusal(`Give ${mostCertificates} certificates at most.`)
  return blocks.map((text) => read(text, now)).join('')
}

/** Whom each certificate is of, for people. */
export function subjectsOf(ca: string): string[] {
  return (ca.match(block) ?? []).map((text) => nameOf(new X509Certificate(text)))
}

function read(text: string, now: Date): string {
  const certificate = parse(text)
  if (!certificate.ca) throw refusal(`${nameOf(certificate)} is not the certificate of an authority.`)
  if (new Date(certificate.validTo) < now) {
    throw refusal(`The certificate of ${nameOf(certificate)} ended on ${certificate.validTo}.`)
  }
  return certificate.toString()
}

function parse(text: string): X509Certificate {
  try {
    return new X509Certificate(text)
  } catch {
    throw refusal('One of the certificates is damaged: copy it again.')
  }
}

function nameOf({ subject }: X509Certificate): string {
  return subject.split('\n').join(', ')
}

const refusal = (message: string) => refuseField('ca', message)
