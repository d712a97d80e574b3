import { PassThrough } from 'node:stream';
import { writeBanner } from './banner.js';

function bannerOf(url: string, settings: { issuer?: string; identities?: string } = {}): string {
  const out = new PassThrough();
  writeBanner(out, url, settings);
  return String(out.read());
}

describe('the banner', () => {
  it('names an address that can be opened where the mock listens on all of them', () => {
    const text = bannerOf('http://0.0.0.0:5001');
    expect(text).toContain('listens on  http://127.0.0.1:5001 and every other address');
    expect(text).toContain('grant_type=client_credentials http://127.0.0.1:5001/oauth/token');
    expect(text).not.toContain('0.0.0.0');
    expect(bannerOf('http://[::]:5001')).toContain('curl http://[::1]:5001/.well-known');
  });

  it('names the issuer where one is set', () => {
    expect(bannerOf('http://127.0.0.1:5001', { issuer: 'http://mock-auth:5001' })).toContain(
      'listens on  http://127.0.0.1:5001\n  known as    http://mock-auth:5001 (',
    );
  });
});
