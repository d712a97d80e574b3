// One start of the mock in this process. Result: milliseconds of the import and of the start, by clock and by processor.
import { serveClient } from './load.mjs';

const ENTRY = new URL('../../apps/mock-auth/dist/index.js', import.meta.url).href;

await serveClient(async () => {
  const began = performance.now();
  const { startMockAuth } = await import(ENTRY);
  const imported = performance.now();
  const before = process.cpuUsage();
  const mock = await startMockAuth();
  const milliseconds = performance.now() - imported;
  const { user, system } = process.cpuUsage(before);
  await mock.close();
  return { imported: imported - began, milliseconds, processor: (user + system) / 1000 };
});
