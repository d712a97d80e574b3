import { isStorageError, StorageError } from './storage-error.js';

const error = new StorageError('full', 'no space', {
  driver: 'test',
  operation: 'append',
  cause: new Error('ENOSPC'),
});

describe('StorageError', () => {
  it('is recognised, by kind too', () => {
    expect(isStorageError(error)).toBe(true);
    expect(isStorageError(error, 'full')).toBe(true);
    expect(isStorageError(error, 'corrupt')).toBe(false);
  });

  it('is recognised when it comes from another copy of the package', () => {
    const foreign = Object.assign(new Error('no space'), {
      kind: 'full',
      [Symbol.for('@margo-registry/storage-error')]: true,
    });
    expect(isStorageError(foreign, 'full')).toBe(true);
  });

  it.each([null, undefined, 'full', {}, new Error('full')])('does not take %p for one', (other) => {
    expect(isStorageError(other)).toBe(false);
  });
});
