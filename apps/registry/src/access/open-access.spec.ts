import 'reflect-metadata';
import { RegistryInProcess } from '../testing/registry-in-process.js';
import { RegistrySettings } from '../settings.js';
import { request } from 'node:http';
import { checkOpenAccess } from './open-access.js';

describe('open access', () => {
  it('is refused at the start on an address beyond loopback, unless it is asked for', () => {
    const settings = new RegistrySettings();
    for (const host of ['0.0.0.0', '192.168.1.5', '::', 'registry.example.com']) {
      settings.http.host = host;
      expect(() => checkOpenAccess(settings)).toThrow(/REGISTRY_ACCESS_OPEN=true/);
    }
    settings.access.open = true;
    expect(() => checkOpenAccess(settings)).not.toThrow();
  });

  it('needs no permission on loopback', () => {
    const settings = new RegistrySettings();
    for (const host of ['127.0.0.1', '127.1.2.3', 'localhost', '::1']) {
      settings.http.host = host;
      expect(() => checkOpenAccess(settings)).not.toThrow();
    }
  });

  it('refuses a foreign Host and takes the own names and the public URL', async () => {
    const registry = await RegistryInProcess.start({
      change: ({ http }) => (http.publicUrl = 'https://registry.example.com'),
    });
    const statusFor = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        request(`${registry.url}/v2/`, { headers: { host } }, (answer) => resolve(answer.resume().statusCode))
          .on('error', reject)
          .end();
      });
    expect(await statusFor('evil.example')).toBe(403);
    expect(await statusFor('127.0.0.1.evil.example:80')).toBe(403);
    for (const host of ['localhost:5000', '127.0.0.1', '[::1]:5000', 'registry.example.com'])
      expect(await statusFor(host)).toBe(200);
    await registry.stop();
  });
});
