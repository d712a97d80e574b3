import { lock } from '../../sql/lock.js';
import { anyOf, rows, sql, type Statement } from '../../sql/statement.js';
import { toQuery as toLimitedQuery } from './statement-texts.js';

const toQuery = (statement: Statement) => toLimitedQuery(statement, 1000);

describe('statements for Postgres', () => {
  it('have numbered parameters, one for a list and one for each value of a row', () => {
    const { text, values } = toQuery(
      sql`INSERT INTO t VALUES ${rows([
        ['a', 1],
        ['b', null],
      ])} WHERE x ${anyOf(['c', 'd'])} AND y = ${2}`,
    );

    expect(text).toBe('INSERT INTO t VALUES ($1, $2), ($3, $4) WHERE x = ANY($5) AND y = $6');
    expect(values).toEqual(['a', 1, 'b', null, ['c', 'd'], 2]);
  });

  it('say which rows are held, without a parameter', () => {
    const { text, values } = toQuery(sql`SELECT 1 FROM b, l WHERE x = ${1} ${lock('key share', 'b', 'l')}`);

    expect(text).toBe('SELECT 1 FROM b, l WHERE x = $1 FOR KEY SHARE OF b, l');
    expect(values).toEqual([1]);
    expect(toQuery(sql`SELECT 1 ${lock('update')}`).text).toBe('SELECT 1 FOR UPDATE');
  });

  it('are the same text for the same template, whatever the values', () => {
    const of = (list: string[][]) => toQuery(sql`VALUES ${rows(list)}`).text;

    expect(of([['a']])).toBe('VALUES ($1)');
    expect(of([['a'], ['b']])).toBe('VALUES ($1), ($2)');
    expect(of([['c']])).toBe('VALUES ($1)');
  });

  it('have no name, because behind a pooler the next one may go to another server process', () => {
    expect(toQuery(sql`SELECT 1`).name).toBeUndefined();
  });

  it('ask for U+0001 where Postgres could not even be asked for U+0000', () => {
    expect(toQuery(sql`SELECT ${'a\0b'} WHERE x ${anyOf(['\0'])}`).values).toEqual(['a\u0001b', ['\u0001']]);
  });

  it('refuse values that no column holds', () => {
    for (const value of [true, undefined, {}, 5n, new Date(0)])
      expect(() => toQuery(sql`SELECT ${value as never}`)).toThrow(/give text, a number, bytes or null/);
  });
});
