import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import {
  BitString,
  Boolean as Asn1Boolean,
  Constructed,
  fromBER,
  Integer,
  ObjectIdentifier,
  OctetString,
  Primitive,
  Sequence,
  Set as Asn1Set,
  UTCTime,
  Utf8String,
  type BaseBlock,
} from 'asn1js';

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
 * Composed by hand because a full X.509 library costs more start-up time than everything else.
 */
export function createOneTimeCertificate(now = new Date()): OneTimeCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid(OID.ecdsaWithSha256));
  const name = distinguishedName(SERVER_NAME);
  const body = sequence(
    explicit(EXPLICIT_VERSION_TAG, new Integer({ value: 2 })),
    serialNumber(),
    algorithm,
    name,
    validity(now),
    name,
    fromBER(publicKey.export({ type: 'spki', format: 'der' })).result,
    explicit(EXPLICIT_EXTENSIONS_TAG, extensions()),
  );
  const signature = sign('sha256', Buffer.from(body.toBER()), { key: privateKey, dsaEncoding: 'der' });
  const der = Buffer.from(sequence(body, algorithm, new BitString({ valueHex: toArrayBuffer(signature) })).toBER());
  return {
    der,
    pem: `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`,
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

const sequence = (...value: BaseBlock[]): Sequence => new Sequence({ value });
const oid = (value: string): ObjectIdentifier => new ObjectIdentifier({ value });

const explicit = (tagNumber: number, content: BaseBlock): Constructed =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [content] });

const toArrayBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** Positive and never zero: the first byte is 1 to 127. */
function serialNumber(): Integer {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8() & 0x3f) | 0x40);
  return new Integer({ valueHex: toArrayBuffer(bytes) });
}

const distinguishedName = (commonName: string): Sequence =>
  sequence(new Asn1Set({ value: [sequence(oid(OID.commonName), new Utf8String({ value: commonName }))] }));

/** UTCTime, as X.509 wants it until 2049. GeneralizedTime comes with milliseconds here, which Go refuses. */
const validity = (now: Date): Sequence =>
  sequence(
    new UTCTime({ valueDate: new Date(now.getTime() - BACK_DATED_MS) }),
    new UTCTime({ valueDate: new Date(now.getTime() + LIFETIME_MS) }),
  );

function extensions(): Sequence {
  const dnsName = new Primitive({
    idBlock: { tagClass: 3, tagNumber: DNS_NAME_TAG },
    valueHex: toArrayBuffer(Buffer.from(SERVER_NAME)),
  });
  return sequence(
    extension(OID.subjectAltName, sequence(dnsName)),
    extension(OID.extendedKeyUsage, sequence(oid(OID.serverAuth))),
    // Terraform takes the certificate for the only root, so it says that it is one.
    extension(OID.basicConstraints, sequence(new Asn1Boolean({ value: true }))),
  );
}

const extension = (id: string, content: BaseBlock): Sequence =>
  sequence(oid(id), new OctetString({ valueHex: content.toBER() }));
