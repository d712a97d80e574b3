import { anyOf, rows, sql } from '../../sql/statement.js';
import { useFolder } from '../../testing/temporary-store.js';
import { SqliteConnection } from './sqlite-connection.js';

describe('SqliteConnection', () => {
  const folder = useFolder();
  let connection: SqliteConnection;
  beforeEach(async () => {
    connection = await SqliteConnection.open(`${folder.path}/plain.db`);
    connection.exec('CREATE TABLE things (id TEXT PRIMARY KEY, number INTEGER, bytes BLOB)');
  });
  afterEach(() => connection.close());
  const insert = (id: string, number: number | null = null, bytes: Uint8Array | null = null) =>
    connection.run(sql`INSERT INTO things (id, number, bytes) VALUES (${id}, ${number}, ${bytes})`);

  it('gives rows as plain objects with bytes as Buffer and large numbers whole', () => {
    insert('a', 2 ** 53 - 1, new Uint8Array([1, 2]));
    insert('b');

    expect(connection.all(sql`SELECT * FROM things ORDER BY id`)).toEqual([
      { id: 'a', number: 2 ** 53 - 1, bytes: Buffer.from([1, 2]) },
      { id: 'b', number: null, bytes: null },
    ]);
  });

  it('never takes a value for text of the statement', () => {
    const id = "'); DROP TABLE things; --";
    insert(id);

    expect(connection.all(sql`SELECT id FROM things WHERE id = ${id}`)).toEqual([{ id }]);
  });

  it('writes several rows and asks for several values in one statement', () => {
    const list = ['a', 'b', 'c'].map((id, index) => [id, index, null]);
    expect(connection.run(sql`INSERT INTO things (id, number, bytes) VALUES ${rows(list)}`)).toBe(3);
    expect(connection.run(sql`INSERT INTO things (id, number, bytes) VALUES ${rows([['d', 3, null]])}`)).toBe(
      1,
    );

    const found = connection.all(sql`SELECT id FROM things WHERE id ${anyOf(['a', 'c', 'z'])} ORDER BY id`);
    expect(found).toEqual([{ id: 'a' }, { id: 'c' }]);
    expect(connection.all(sql`SELECT id FROM things WHERE id ${anyOf([])}`)).toEqual([]);
  });

  it('counts the rows that a statement changed, none where it met none', () => {
    insert('a');
    insert('b');

    expect(connection.run(sql`UPDATE things SET number = 1`)).toBe(2);
    expect(connection.run(sql`UPDATE things SET number = 1 WHERE id = 'z'`)).toBe(0);
    expect(connection.run(sql`INSERT INTO things (id) VALUES ('a') ON CONFLICT (id) DO NOTHING`)).toBe(0);
    expect(connection.run(sql`DELETE FROM things WHERE id = 'z'`)).toBe(0);
  });

  it('refuses values that the driver would end the process for', () => {
    for (const value of [true, undefined, {}, 5n, new Date(0)])
      expect(() => connection.all(sql`SELECT ${value as never} AS x`)).toThrow(
        /give text, a number, bytes or null/,
      );
  });

  it('refuses to run what returns rows, because that would freeze what it sees', () => {
    expect(() => connection.run(sql`SELECT 1`)).toThrow(/all\(\)/);
  });

  it('notices the commits of others by the version and not its own', async () => {
    const other = await SqliteConnection.open(`${folder.path}/plain.db`);
    const before = connection.dataVersion();
    insert('own');
    expect(connection.dataVersion()).toBe(before);

    other.run(sql`INSERT INTO things (id) VALUES ('other')`);
    expect(connection.dataVersion()).not.toBe(before);
    await other.close();
  });
});
