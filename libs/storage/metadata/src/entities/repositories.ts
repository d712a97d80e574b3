import { EntitySchema } from 'typeorm';
import type { ColumnTypes } from './column-types.js';

/** Made by the first commit into it. */
export const repositories = (types: ColumnTypes): EntitySchema =>
  new EntitySchema({
    name: 'repositories',
    columns: {
      id: { type: types.integer, primary: true, generated: 'increment' },
      name: { ...types.text },
      created_at: { type: types.integer },
    },
    indices: [{ name: 'repositories_name', columns: ['name'], unique: true }],
  });
