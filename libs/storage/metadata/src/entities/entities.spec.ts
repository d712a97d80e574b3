import { DataSource } from 'typeorm';
import Database from 'libsql';
import { sqliteColumnTypes } from '../engines/sqlite/column-types.js';
import { SqliteConnection } from '../engines/sqlite/sqlite-connection.js';
import { useStore } from '../testing/temporary-store.js';
import { entities } from './entities.js';

/** Columns, keys and indexes of every table, as the database itself tells them. */
async function describeTables(source: DataSource): Promise<Record<string, unknown>> {
  const tables: Record<string, unknown> = {};
  for (const { tableName } of source.entityMetadatas) {
    const columns = await source.query(
      `SELECT name, lower(type) AS type, "notnull", pk FROM pragma_table_info('${tableName}') ORDER BY name`,
    );
    const keys = await source.query(
      `SELECT "table", "from", "to", on_delete FROM pragma_foreign_key_list('${tableName}') ORDER BY "from", "table", "to"`,
    );
    const indexes = await source.query(
      `SELECT i.name, i."unique", i.partial, group_concat(c.name) AS columns FROM pragma_index_list('${tableName}') i, pragma_index_info(i.name) c
       WHERE i.origin = 'c' GROUP BY i.name ORDER BY i.name`,
    );
    tables[tableName] = { columns, keys, indexes };
  }
  return tables;
}

describe('entities', () => {
  const given = useStore();

  it('agree with the migrations in every column, key and index', async () => {
    const database = `${given.file}-from-entities`;
    const fresh = new DataSource({
      type: 'better-sqlite3',
      driver: Database,
      database,
      entities: entities(sqliteColumnTypes),
    });
    await fresh.initialize();
    await fresh.synchronize();
    const fromEntities = await describeTables(fresh);
    await fresh.destroy();
    const migrated = await SqliteConnection.open(given.file);

    expect(Object.keys(fromEntities)).toHaveLength(15);
    expect(await describeTables(migrated.dataSource)).toEqual(fromEntities);
    await migrated.close();
  });
});
