import {
  BitString,
  Boolean,
  Constructed,
  fromBER,
  Integer,
  ObjectIdentifier,
  OctetString,
  Primitive,
  Sequence,
  Set,
  UTCTime,
  Utf8String,
  type BaseBlock,
} from 'asn1js';
import { generateKeyPairSync, sign } from 'node:crypto';

const sequence = (...value: BaseBlock[]) => new Sequence({ value });
const oid = (value: string) => new ObjectIdentifier({ value });
const bytes = (buffer: Uint8Array) => new Uint8Array(buffer).buffer;
const tagged = (tagNumber: number, content: BaseBlock) =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber }, value: [content] });
const extension = (id: string, content: BaseBlock) => sequence(oid(id), new OctetString({ valueHex: content.toBER() }));

/** A certificate as go-plugin makes it for each process: P-521, CA, `localhost`, for clients and servers. */
export function goPluginCertificate(host = 'localhost'): { cert: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' });
  const algorithm = sequence(oid('1.2.840.10045.4.3.4'));
  const name = sequence(new Set({ value: [sequence(oid('2.5.4.3'), new Utf8String({ value: host }))] }));
  const dnsName = new Primitive({ idBlock: { tagClass: 3, tagNumber: 2 }, valueHex: bytes(Buffer.from(host)) });
  const body = sequence(
    tagged(0, new Integer({ value: 2 })),
    new Integer({ value: 4711 }),
    algorithm,
    name,
    sequence(
      new UTCTime({ valueDate: new Date(Date.now() - 30_000) }),
      new UTCTime({ valueDate: new Date(Date.now() + 1e9) }),
    ),
    name,
    fromBER(publicKey.export({ type: 'spki', format: 'der' })).result,
    tagged(
      3,
      sequence(
        extension('2.5.29.19', sequence(new Boolean({ value: true }))),
        extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.2'), oid('1.3.6.1.5.5.7.3.1'))),
        extension('2.5.29.17', sequence(dnsName)),
      ),
    ),
  );
  const signature = sign('sha512', Buffer.from(body.toBER()), { key: privateKey, dsaEncoding: 'der' });
  const der = sequence(body, algorithm, new BitString({ valueHex: bytes(signature) })).toBER();
  return { cert: pem(Buffer.from(der)), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

export const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`;
