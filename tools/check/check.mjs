// Everything that needs more than npm's packages: lint, house rules, real clients and servers, conformance, the LTS of Node.
// usage: npm run check (install the clients before: node tools/check/install-judges.mjs)
import { jest, runStages } from './stages.mjs';
import { countJest } from './tally.mjs';

await runStages([
  { name: 'build', command: ['npx', 'tsc', '-b'] },
  { name: 'lint', command: ['npm', 'run', '--silent', 'lint'] },
  { name: 'demo', command: ['npm', 'run', '--silent', 'demo'] },
  { name: 'house rules', command: jest(['--selectProjects', 'house']), count: countJest },
  {
    name: 'real clients and servers',
    command: jest(['--selectProjects', 'check']),
    count: countJest,
    minutes: 30,
  },
  { name: 'conformance', command: ['node', 'tools/conformance/run.mjs'] },
  { name: 'conformance with sparse manifests', command: ['node', 'tools/conformance/run.mjs', '--sparse'] },
  {
    name: 'conformance with tokens and rules',
    command: ['node', 'tools/conformance/run.mjs', '--access'],
  },
  {
    name: 'conformance on Postgres and S3',
    command: ['node', 'tools/conformance/run.mjs', '--servers'],
  },
  {
    name: 'conformance on Postgres and S3 with sparse manifests',
    command: ['node', 'tools/conformance/run.mjs', '--servers', '--sparse'],
  },
  { name: 'current LTS of Node', command: ['node', 'tools/check/run-with-lts.mjs'], minutes: 30 },
]);
