import { jest } from '@jest/globals';
import { findPostgres, PostgresServer, SKIPPED } from './postgres-server.js';

/** Describes what needs a real server: one is started for the tests of `body`, and where there is none the file says so and passes. */
export function describeOnPostgres(
  environment: Readonly<Record<string, string | undefined>>,
  title: string,
  body: (findServer: () => PostgresServer) => void,
  ...settings: string[]
): void {
  const programs = findPostgres(environment);
  if (programs === undefined) {
    it('needs Postgres', () => void process.stdout.write(SKIPPED));
    return;
  }
  jest.setTimeout(60_000);
  describe(title, () => {
    let server: PostgresServer;
    beforeAll(async () => {
      server = await PostgresServer.start(programs, ...settings);
    });
    body(() => server);
    // Jest runs these in the order of their registration: whoever is connected closes first.
    afterAll(() => server.destroy());
  });
}
