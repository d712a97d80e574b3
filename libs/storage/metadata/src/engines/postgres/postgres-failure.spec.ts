import { LostRace } from '../../sql/lock.js';
import { findFaultKind, isUsableAfter, toStorageError } from './postgres-failure.js';

const withCode = (code: string, severity = 'ERROR'): Error =>
  Object.assign(new Error('what the server says'), { code, severity });

describe('faults of Postgres', () => {
  it.each([
    ['53100', 'full'],
    ['53300', 'unavailable'],
    ['08006', 'unavailable'],
    ['25006', 'unavailable'],
    ['57014', 'unavailable'],
    ['57P01', 'unavailable'],
    ['40001', 'unavailable'],
    ['XX001', 'corrupt'],
    ['ECONNRESET', 'unavailable'],
    ['22P02', undefined],
    ['23503', undefined],
    ['42601', undefined],
  ])('with code %s are of the kind %s', (code, kind) => {
    expect(findFaultKind(withCode(code))).toBe(kind);
  });

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'Client has encountered a connection error and is not queryable',
  ])('"%s" means that the database is not available', (message) => {
    expect(findFaultKind(new Error(message))).toBe('unavailable');
  });

  it('become errors that name the operation and keep their cause, with a sentence for people', () => {
    const cause = withCode('53100');

    expect(toStorageError(cause, 'linkBlob')).toMatchObject({
      kind: 'full',
      driver: 'postgres',
      operation: 'linkBlob',
      cause,
      message: expect.stringContaining('no space left'),
    });
  });

  it('are told from mistakes of the caller, which stay as they are', () => {
    const mistake = withCode('22P02');

    expect(toStorageError(mistake, 'linkBlob')).toBe(mistake);
  });

  it('leave a connection usable only when the server has answered and stays', () => {
    expect(isUsableAfter(withCode('23503'))).toBe(true);
    expect(isUsableAfter(new LostRace('x'))).toBe(true);
    expect(isUsableAfter(withCode('57P01', 'FATAL'))).toBe(false);
    expect(isUsableAfter(new Error('Query read timeout'))).toBe(false);
  });
});
