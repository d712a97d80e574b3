import { PassThrough } from 'node:stream';
import { writeBanner } from './banner.js';

const places = { blobs: '/data/blobs', metadata: '/data/registry.db' };

function bannerOf(url: string, publicUrl?: string): string {
  const out = new PassThrough();
  writeBanner(out, { url, publicUrl, places });
  return String(out.read());
}

describe('the banner', () => {
  it('names an address that can be opened where the registry listens on all of them', () => {
    const text = bannerOf('http://0.0.0.0:5000');
    expect(text).toContain('listens on  http://127.0.0.1:5000 and every other address');
    expect(text).toContain('curl http://127.0.0.1:5000/v2/_catalog');
    expect(text).not.toContain('0.0.0.0');
    expect(bannerOf('https://[::]:5000')).toContain('oras push [::1]:5000/demo/hello');
  });

  it('has lines to try with the URL under which clients know the registry', () => {
    const text = bannerOf('http://0.0.0.0:5000', 'https://registry.example.com/');
    expect(text).toContain('known as    https://registry.example.com\n');
    expect(text).toContain('oras push registry.example.com/demo/hello:1.0.0');
  });

  it('says a single address as it is', () => {
    expect(bannerOf('http://127.0.0.1:5000')).toContain('listens on  http://127.0.0.1:5000\n');
  });
});
