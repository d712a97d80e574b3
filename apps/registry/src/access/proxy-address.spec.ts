import { isProxyAddress } from './proxy-address.js';

describe('the address of a proxy', () => {
  it.each(['10.0.0.5', '10.0.0.0/8', '::1', 'fd00::/8', '2001:db8::/128', 'loopback', 'uniquelocal'])(
    'may be %s',
    (address) => expect(isProxyAddress(address)).toBe(true),
  );

  it.each([
    '',
    '*',
    'proxy.example.com',
    '10.0.0.5/33',
    '10.0.0',
    '::1/129',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    5,
    true,
  ])('may not be %j', (address) => expect(isProxyAddress(address)).toBe(false));
});
