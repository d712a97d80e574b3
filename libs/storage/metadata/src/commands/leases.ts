import { sql } from '../sql/statement.js';
import type { Transaction } from '../sql/transaction.js';
import type { TakeLease } from './commands.js';

export async function takeLease(
  tx: Transaction,
  { name, holder, ttlMilliseconds }: TakeLease,
  now: number,
): Promise<{ readonly held: boolean }> {
  const taken = await tx.run(sql`
    INSERT INTO leases (name, holder, expires_at) VALUES (${name}, ${holder}, ${now + ttlMilliseconds})
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
    WHERE leases.holder = excluded.holder OR leases.expires_at <= ${now}`);
  return { held: taken > 0 };
}

export async function releaseLease(
  tx: Transaction,
  { name, holder }: { readonly name: string; readonly holder: string },
): Promise<void> {
  await tx.run(sql`DELETE FROM leases WHERE name = ${name} AND holder = ${holder}`);
}
