// The long runs: many kills, figures, conformance again and again, every client and server.
// usage: npm run check:long (install what it needs before: node tools/check/install-judges.mjs --long)
import { jest, runStages } from './stages.mjs';
import { countClosingLine, countJest } from './tally.mjs';

const CONFORMANCE_RUNS = [1, 2, 3];

const conformance = CONFORMANCE_RUNS.flatMap((round) =>
  [[], ['--sparse'], ['--servers'], ['--servers', '--sparse']].map((flags) => ({
    name: ['conformance', ...flags, `round ${round}`].join(' '),
    command: ['node', 'tools/conformance/run.mjs', ...flags],
  })),
);

await runStages([
  { name: 'build', command: ['npx', 'tsc', '-b'] },
  {
    name: 'kills',
    command: jest(['--selectProjects', 'e2e', '--testPathPatterns', 'durability']),
    count: countJest,
    environment: { KILL_ROUNDS: '50' },
    minutes: 60,
  },
  {
    name: 'any description',
    command: jest(['--selectProjects', 'unit', '--testPathPatterns', 'libs/margo/src/(property|facts)']),
    count: countJest,
    environment: { MARGO_FUZZ_RUNS: '100000' },
    minutes: 30,
  },
  {
    name: 'collection',
    command: jest(['--selectProjects', 'unit', 'e2e', '--testPathPatterns', 'collection']),
    count: countJest,
    environment: { STORM_MANIFESTS: '10000', KILL_ROUNDS: '50', PROPERTY_RUNS: '2000' },
    minutes: 60,
  },
  {
    name: 'kills and storms on servers',
    command: jest(['--selectProjects', 'check', '--testPathPatterns', 'durability/kill', 'replicas/']),
    count: countJest,
    environment: { KILL_ROUNDS: '50', STORM_KILLS: '50', STORM_RESTARTS: '10', STORM_HALT_SECONDS: '40' },
    minutes: 60,
  },
  ...conformance,
  {
    name: 'real clients and servers',
    command: jest(['--selectProjects', 'check']),
    count: countJest,
    environment: {
      STORM_MANIFESTS: '10000',
      PROPERTY_RUNS: '500',
      LARGE_UPLOAD_MIB: '1024',
      TAGS_PER_WRITER: '500',
    },
    minutes: 60,
  },
  {
    name: 'servers of the long check',
    command: jest(['--selectProjects', 'long']),
    count: countJest,
  },
  {
    name: 'docker compose',
    command: ['node', 'tools/compose-check/run.mjs'],
    count: countClosingLine,
    minutes: 60,
  },
  { name: 'outages', command: ['node', 'tools/compose-check/outages/run.mjs'], minutes: 60 },
  {
    name: 'figures',
    command: [
      'node',
      'tools/bench/run.mjs',
      'pull',
      'big',
      'packages',
      'validation',
      'memory',
      'loop',
      'access',
      'mock-auth',
      'cloud',
      'cloud-memory',
    ],
    minutes: 90,
  },
]);
