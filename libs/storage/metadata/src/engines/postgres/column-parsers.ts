import pg from 'pg';

const BIGINT = pg.types.builtins.INT8;

/** Sizes, times and counts are far below 2^53; pg would give them as text. */
export const columnParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === BIGINT ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};
