import type pg from 'pg';
import { isStorageError } from '@margo-registry/storage-core';
import { runTransaction } from './postgres-transaction.js';

/** A connection that answers everything, or throws what `faults` says for the first word of a statement. */
function connection(faults: Record<string, Error> = {}): { client: pg.ClientBase; readonly sent: string[] } {
  const sent: string[] = [];
  const query = async (asked: string | { text: string }) => {
    const [word = ''] = (typeof asked === 'string' ? asked : asked.text).split(' ');
    sent.push(word);
    if (faults[word] !== undefined) throw faults[word];
    return word === 'BEGIN' ? [{ rows: [{ now: 7 }] }] : { rows: [], rowCount: 0 };
  };
  return { client: { query } as unknown as pg.ClientBase, sent };
}

const answer = Object.assign(new Error('refused'), { code: '23503', severity: 'ERROR' });
const lost = new Error('Connection terminated unexpectedly');

describe('a transaction on Postgres', () => {
  it('commits what was done and hands over the clock of the database', async () => {
    const { client, sent } = connection();

    expect(await runTransaction(client, 1, async (_tx, now) => now)).toBe(7);
    expect(sent).toEqual(['BEGIN', 'COMMIT']);
  });

  it('takes everything back when the work fails', async () => {
    const { client, sent } = connection();

    await expect(runTransaction(client, 1, () => Promise.reject(answer))).rejects.toBe(answer);
    expect(sent).toEqual(['BEGIN', 'ROLLBACK']);
  });

  it('sends nothing more on a connection that is lost', async () => {
    const { client, sent } = connection();

    await expect(runTransaction(client, 1, () => Promise.reject(lost))).rejects.toBe(lost);
    expect(sent).toEqual(['BEGIN']);
  });

  it('hands on the refusal of a commit, which is known to have changed nothing', async () => {
    const { client } = connection({ COMMIT: answer });

    await expect(runTransaction(client, 1, async () => 1)).rejects.toBe(answer);
  });

  it('tells a commit whose answer was lost from all that may be tried again', async () => {
    const { client } = connection({ COMMIT: lost });
    const error = await runTransaction(client, 1, async () => 1).catch((reason: unknown) => reason);

    expect(isStorageError(error, 'unavailable')).toBe(true);
    expect(error).toMatchObject({ operation: 'commit', cause: lost });
  });
});
