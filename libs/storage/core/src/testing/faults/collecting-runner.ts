import type { ContractRunner } from '../contract.js';

type Body = () => Promise<void>;

/** A runner that only collects, so that a spec can run single tests and look at how they fail. */
export interface CollectingRunner extends ContractRunner {
  titles(): string[];
  /** Titles of those among `titles` that fail, each with the message. */
  failures(titles: readonly string[]): Promise<{ title: string; message: string }[]>;
}

export function aRunner(): CollectingRunner {
  const tests: { title: string; body: Body }[] = [];
  const before: Body[] = [];
  const after: Body[] = [];
  return {
    describe: (_title, body) => body(),
    it: (title, body) => tests.push({ title, body }),
    beforeEach: (body) => before.push(body),
    afterEach: (body) => after.push(body),
    titles: () => tests.map(({ title }) => title),
    async failures(titles) {
      const failures: { title: string; message: string }[] = [];
      for (const { title, body } of tests.filter((test) => titles.includes(test.title))) {
        for (const hook of before) await hook();
        await body().catch((error: Error) => failures.push({ title, message: error.message }));
        for (const hook of after) await hook();
      }
      return failures;
    },
  };
}
