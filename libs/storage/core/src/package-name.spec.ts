import { isPackageName } from './package-name.js';

describe('isPackageName', () => {
  it.each(['storage-azure', '@vendor/storage-azure', '@a/b.c_d~e', '7zip', 'a..b'])('takes %s', (name) => {
    expect(isPackageName(name)).toBe(true);
  });

  it.each([
    '',
    '.',
    '..',
    '../storage',
    './storage',
    '/opt/storage',
    'storage/dist/index.js',
    '@vendor',
    '@vendor/',
    '@vendor/../storage',
    '@vendor/storage/plugin',
    '@../storage',
    'a\\b',
    'file:storage',
    'data:text/javascript,0',
    'storage?x',
    'storage\n',
    '.storage',
    '_storage',
    'Storage',
    'node_modules',
    'fs',
    'node:fs',
    'a'.repeat(215),
  ])('refuses %j', (name) => {
    expect(isPackageName(name)).toBe(false);
  });
});
