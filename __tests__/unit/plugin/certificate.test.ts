import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createOneTimeCertificate } from '../../../src/plugin/certificate';

describe('createOneTimeCertificate', () => {
  test('is what go-plugin accepts: P-256, for localhost, back-dated, signed by itself', () => {
    const now = new Date('2030-01-02T03:04:05.678Z');
    const { der, pem, privateKeyPem } = createOneTimeCertificate(now);
    const certificate = new X509Certificate(der);
    expect(certificate.subjectAltName).toBe('DNS:localhost');
    expect(certificate.subject).toBe('CN=localhost');
    expect(certificate.ca).toBe(true);
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect(certificate.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkIssued(certificate)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(privateKeyPem))).toBe(true);
    expect(new Date(certificate.validFrom)).toEqual(new Date('2030-01-02T03:03:05Z'));
    expect(new Date(certificate.validTo).getUTCFullYear()).toBe(2031);
    expect(new X509Certificate(pem).raw).toEqual(der);
  });

  test('a hundred in a row all verify, and no two are alike', () => {
    const serials = new Set<string>();
    for (let round = 0; round < 100; round++) {
      const certificate = new X509Certificate(createOneTimeCertificate().der);
      expect(certificate.verify(certificate.publicKey)).toBe(true);
      expect(BigInt(`0x${certificate.serialNumber}`)).toBeGreaterThan(0n);
      serials.add(certificate.serialNumber);
    }
    expect(serials.size).toBe(100);
  });
});
