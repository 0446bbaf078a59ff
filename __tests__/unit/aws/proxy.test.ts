import { proxyFor } from '../../../src/aws/proxy';

const PROXY = 'http://proxy.example:3128';
const to = (url: string) => {
  const { protocol, hostname, port } = new URL(url);
  return { protocol, hostname, port: port === '' ? undefined : Number(port) };
};

describe('proxyFor', () => {
  test.each([
    ['https://iam.amazonaws.com', undefined, {}, undefined],
    ['https://iam.amazonaws.com', PROXY, {}, PROXY],
    ['https://iam.amazonaws.com', PROXY, { HTTPS_PROXY: 'http://other' }, PROXY],
    ['https://iam.amazonaws.com', undefined, { HTTPS_PROXY: PROXY }, PROXY],
    ['https://iam.amazonaws.com', undefined, { https_proxy: 'proxy.example:3128' }, PROXY],
    ['https://iam.amazonaws.com', undefined, { HTTP_PROXY: PROXY }, undefined],
    ['http://iam.example', undefined, { HTTP_PROXY: PROXY, HTTPS_PROXY: 'http://other' }, PROXY],
    ['https://iam.amazonaws.com', undefined, { HTTPS_PROXY: '' }, undefined],
    ['http://127.0.0.1:4566', PROXY, {}, undefined],
    ['http://localhost:4566', PROXY, {}, undefined],
    ['http://[::1]:4566', PROXY, {}, undefined],
  ])('%s with http_proxy %s and %j', (url, configured, environment, proxy) => {
    expect(proxyFor(to(url), configured, environment)).toBe(proxy);
  });

  test.each([
    ['*', 'https://iam.amazonaws.com', true],
    ['amazonaws.com', 'https://iam.amazonaws.com', true],
    ['amazonaws.com', 'https://amazonaws.com', true],
    ['.amazonaws.com', 'https://amazonaws.com', false],
    ['*.amazonaws.com', 'https://iam.amazonaws.com', true],
    ['aws.com', 'https://iam.amazonaws.com', false],
    ['example, IAM.amazonaws.com', 'https://iam.amazonaws.com', true],
    ['iam.example:443', 'https://iam.example', true],
    ['iam.example:8443', 'https://iam.example', false],
    ['10.0.0.0/8', 'https://10.1.2.3', true],
    ['10.0.0.0/8', 'https://11.1.2.3', false],
    ['10.1.2.3', 'https://10.1.2.3', true],
    ['fd00::/8', 'https://[fd00::1]', true],
    ['fd00::1', 'https://[fd00::1]', true],
    ['10.0.0.0/99', 'https://10.1.2.3', false],
    ['', 'https://iam.amazonaws.com', false],
  ])('NO_PROXY=%s and %s', (exceptions, url, straight) => {
    expect(proxyFor(to(url), PROXY, { no_proxy: exceptions })).toBe(straight ? undefined : PROXY);
  });
});
