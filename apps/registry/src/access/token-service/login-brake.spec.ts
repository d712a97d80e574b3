import { thrownBy } from '@margo-registry/oci/testing';
import { addressGroup } from './address-group.js';
import { LoginBrake } from './login-brake.js';

describe('the brake on logins', () => {
  let time = 0;
  let brake: LoginBrake;
  beforeEach(() => {
    time = 1_000_000;
    brake = new LoginBrake(() => time);
  });

  const failures = (
    count: number,
    account: (index: number) => string,
    address: (index: number) => string,
  ): void => {
    for (let index = 0; index < count; index++) brake.begin(account(index), address(index));
  };
  const wait = (account: string, address: string): number =>
    Number(thrownBy(() => brake.begin(account, address)).headers['Retry-After']);

  it('holds an account after some failures, wherever they come from', () => {
    failures(
      5,
      () => 'alice',
      (index) => `10.0.0.${index}`,
    );
    expect(wait('alice', '10.0.1.1')).toBe(1);
    expect(() => brake.begin('bob', '10.0.0.1')).not.toThrow();
  });

  it('holds an address after more failures, whatever the accounts', () => {
    failures(
      20,
      (index) => `user${index}`,
      () => '10.0.0.1',
    );
    expect(wait('someone', '10.0.0.1')).toBe(1);
    expect(() => brake.begin('someone', '10.0.0.2')).not.toThrow();
  });

  it('doubles the wait, up to a minute, and then lets one try', () => {
    failures(
      5,
      () => 'alice',
      (index) => `10.0.0.${index}`,
    );
    const waits: number[] = [];
    for (let round = 0; round < 9; round++) {
      const seconds = wait('alice', `10.1.0.${round}`);
      waits.push(seconds);
      time += seconds * 1000;
      brake.begin('alice', `10.1.0.${round}`);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('counts logins that are still under way', () => {
    const attempts = Array.from({ length: 5 }, () => brake.begin('alice', '10.0.0.1'));
    expect(wait('alice', '10.0.0.1')).toBe(1);
    for (const attempt of attempts) attempt.abandon();
    expect(() => brake.begin('alice', '10.0.0.1')).not.toThrow();
  });

  it('forgets the failures of an account that logs in', () => {
    failures(
      4,
      () => 'alice',
      () => '10.0.0.1',
    );
    brake.begin('alice', '10.0.0.1').succeed();
    failures(
      4,
      () => 'alice',
      () => '10.0.0.1',
    );
    expect(() => brake.begin('alice', '10.0.0.1')).not.toThrow();
  });

  it('does not keep out whoever has logged in from the same address before', () => {
    brake.begin('alice', '10.0.0.1').succeed();
    failures(
      5,
      () => 'alice',
      () => '10.6.6.6',
    );
    expect(wait('alice', '10.6.6.6')).toBe(1);
    expect(() => brake.begin('alice', '10.0.0.1')).not.toThrow();
  });

  it('does not free an account for guessing because somebody logs in from a known place', () => {
    brake.begin('alice', '10.0.0.1').succeed();
    for (let index = 0; index < 5; index++) {
      brake.begin('alice', `10.6.6.${index}`);
      brake.begin('alice', '10.0.0.1').succeed();
    }
    expect(wait('alice', '10.6.6.6')).toBe(1);
  });

  it('holds a known place as an address', () => {
    brake.begin('alice', '10.0.0.1').succeed();
    failures(
      20,
      () => 'alice',
      () => '10.0.0.1',
    );
    expect(wait('alice', '10.0.0.1')).toBe(1);
  });
});

describe('the address that failures are counted for', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['2001:db8:0:1::5', '2001:db8:0:1'],
    ['2001:0db8:0000:0001:aaaa:bbbb:cccc:dddd', '2001:db8:0:1'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['nonsense', 'unknown'],
    ['', 'unknown'],
  ])('of %s is %s', (address, group) => {
    expect(addressGroup(address)).toBe(group);
  });
});
