// Large blobs. Job: { url, push: mebibytes, times } or { url, pull: path, digest? } or { url, check: [digest, …] };
// result: { seconds, digests } of the moving alone.
import { pullBlob } from './blob-pull.mjs';
import { makeLargeBlob, pushBlob } from './blob-push.mjs';
import { Connection } from './connection.mjs';
import { serveClient } from './load.mjs';

const REPOSITORY = 'acme/large';

await serveClient(async (job) => {
  if (job.push) return push(job);
  if (job.check) return check(job);
  return timed(() => pullBlob({ url: job.url, path: job.pull, digest: job.digest }));
});

/** All at once, each on its own connection. */
async function push({ url, push: mebibytes, times = 1 }) {
  const blobs = Array.from({ length: times }, () => makeLargeBlob(mebibytes));
  const connections = await Promise.all(blobs.map(() => Connection.open(url)));
  const { seconds } = await timed(() =>
    Promise.all(blobs.map((blob, index) => pushBlob(connections[index], REPOSITORY, blob))),
  );
  return { seconds, digests: blobs.map(({ digest }) => digest) };
}

async function check({ url, check: digests }) {
  for (const digest of digests) await pullBlob({ url, path: `/v2/${REPOSITORY}/blobs/${digest}`, digest });
  return {};
}

async function timed(work) {
  const began = performance.now();
  await work();
  return { seconds: (performance.now() - began) / 1000 };
}
