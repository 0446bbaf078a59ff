import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import * as der from './der';

/** A certificate for one process, with its key. Nobody but the Terraform that started the process will trust it. */
export interface OneTimeCertificate {
  readonly der: Buffer;
  readonly pem: string;
  readonly privateKeyPem: string;
}

const OID = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  extendedKeyUsage: '2.5.29.37',
  serverAuth: '1.3.6.1.5.5.7.3.1',
} as const;

/** The name that go-plugin asks for. It must stand in the DNS names; the common name is not looked at. */
const SERVER_NAME = 'localhost';

/** Clocks of one machine do not differ, but go-plugin refuses a certificate that starts this very second. */
const BACK_DATED_MS = 60_000;
/** Longer than any apply. */
const LIFETIME_MS = 365 * 24 * 3600 * 1000;

const DNS_NAME_TAG = 2;
const EXPLICIT_VERSION_TAG = 0;
const EXPLICIT_EXTENSIONS_TAG = 3;

/**
 * Makes the certificate whose DER goes into the handshake: ECDSA P-256, self-signed, for `localhost`.
 * Written down byte by byte, because loading a library for it costs more start-up time than everything else.
 */
export function createOneTimeCertificate(now = new Date()): OneTimeCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der.sequence(der.objectIdentifier(OID.ecdsaWithSha256));
  const name = distinguishedName(SERVER_NAME);
  const body = der.sequence(
    der.explicit(EXPLICIT_VERSION_TAG, der.integer(2)),
    serialNumber(),
    algorithm,
    name,
    validity(now),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(EXPLICIT_EXTENSIONS_TAG, extensions()),
  );
  const signature = sign('sha256', body, { key: privateKey, dsaEncoding: 'der' });
  const certificate = der.sequence(body, algorithm, der.bitString(signature));
  const lines = certificate.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return {
    der: certificate,
    pem: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Positive and never zero: the first byte is 64 to 127. */
function serialNumber(): Buffer {
  const [first = 0, ...rest] = randomBytes(16);
  return der.integer((first & 0x3f) | 0x40, ...rest);
}

const distinguishedName = (commonName: string): Buffer =>
  der.sequence(der.set(der.sequence(der.objectIdentifier(OID.commonName), der.utf8String(commonName))));

/** UTCTime, as X.509 wants it until 2049. */
const validity = (now: Date): Buffer =>
  der.sequence(
    der.utcTime(new Date(now.getTime() - BACK_DATED_MS)),
    der.utcTime(new Date(now.getTime() + LIFETIME_MS)),
  );

const extensions = (): Buffer =>
  der.sequence(
    extension(OID.subjectAltName, der.sequence(der.implicit(DNS_NAME_TAG, Buffer.from(SERVER_NAME)))),
    extension(OID.extendedKeyUsage, der.sequence(der.objectIdentifier(OID.serverAuth))),
    // Terraform takes the certificate for the only root, so it says that it is one.
    extension(OID.basicConstraints, der.sequence(der.boolean(true))),
  );

const extension = (id: string, content: Buffer): Buffer =>
  der.sequence(der.objectIdentifier(id), der.octetString(content));
