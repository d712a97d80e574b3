import { rm } from 'node:fs/promises';
import { writeAccounts } from '../access/local-accounts.js';
import { describeClient, type Meeting } from './describe-client.js';

/** As `describeClient`, with a registry that has the local accounts and rules of `access/local-accounts.ts`. */
export function describeLogin(judge: string, tests: (meeting: Meeting) => void): void {
  let directory: string | undefined;
  const prepare = async (): Promise<Readonly<Record<string, string>>> => {
    const place = await writeAccounts();
    directory = place.directory;
    return place.environment;
  };
  const withCleaning = (meeting: Meeting): void => {
    afterAll(async () => {
      if (directory !== undefined) await rm(directory, { recursive: true });
    });
    tests(meeting);
  };
  describeClient(judge, withCleaning, { kind: ' that has local accounts', prepare });
}
