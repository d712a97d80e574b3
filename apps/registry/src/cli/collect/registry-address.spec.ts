import { HttpSettings } from '../../http/http-settings.js';
import { addressOf } from './registry-address.js';

const addressWith = (changes: Partial<HttpSettings>) =>
  addressOf(Object.assign(new HttpSettings(), changes))?.origin;

describe('where a registry is asked from its own machine', () => {
  it('is where it listens, past any proxy', () => {
    expect(addressWith({})).toBe('http://127.0.0.1:5000');
    expect(addressWith({ host: '::1', port: 5001 })).toBe('http://[::1]:5001');
    expect(addressWith({ publicUrl: 'https://registry.example.com' })).toBe('http://127.0.0.1:5000');
  });

  it('is loopback where it listens everywhere', () => {
    expect(addressWith({ host: '0.0.0.0' })).toBe('http://127.0.0.1:5000');
    expect(addressWith({ host: '::' })).toBe('http://[::1]:5000');
  });

  it('is its public name where a certificate is about that', () => {
    const publicUrl = 'https://registry.example.com';
    expect(addressWith({ tlsCert: 'tls.crt', publicUrl })).toBe(publicUrl);
    expect(addressWith({ tlsCert: 'tls.crt', host: 'registry.local' })).toBe('https://registry.local:5000');
  });

  it('is not known where the port was chosen at the start', () => {
    expect(addressWith({ port: 0 })).toBeUndefined();
  });
});
