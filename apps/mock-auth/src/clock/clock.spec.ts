import { Clock } from './clock.js';

describe('Clock', () => {
  const machine = { seconds: 1000.9 };
  const aClock = (startAt?: number): Clock => new Clock(startAt, () => machine.seconds);

  beforeEach(() => {
    machine.seconds = 1000.9;
  });

  it('follows the clock of the machine, in whole seconds', () => {
    const clock = aClock();
    expect(clock.now()).toBe(1000);
    machine.seconds = 1002;
    expect(clock.state()).toEqual({ now: 1002, frozen: false, offset: 0 });
  });

  it('goes on from where it was set', () => {
    const clock = aClock();
    clock.set(50);
    machine.seconds += 10;
    expect(clock.now()).toBe(60);
  });

  it('jumps forwards and backwards', () => {
    const clock = aClock();
    clock.advance(100);
    clock.advance(-30);
    expect(clock.now()).toBe(1070);
  });

  it('stands still while it is frozen, and can be moved by hand', () => {
    const clock = aClock();
    clock.freeze();
    machine.seconds += 500;
    expect(clock.now()).toBe(1000);
    clock.advance(5);
    expect(clock.now()).toBe(1005);
    clock.set(7);
    expect(clock.state()).toEqual({ now: 7, frozen: true, offset: 7 - 1500 });
  });

  it('resumes from where it stood and not from where the machine is', () => {
    const clock = aClock();
    clock.freeze(42);
    machine.seconds += 500;
    clock.resume();
    machine.seconds += 1;
    expect(clock.now()).toBe(43);
    clock.resume();
    expect(clock.now()).toBe(43);
  });

  it('starts frozen at a given second and is there again after a reset', () => {
    const clock = aClock(1_700_000_000);
    clock.resume();
    clock.advance(100);
    clock.reset();
    machine.seconds += 100;
    expect(clock.state()).toMatchObject({ now: 1_700_000_000, frozen: true });
  });
});
