// What CI runs once the packages are installed: the README's test command, then the check. Stops behind what failed.
import { runStages } from './stages.mjs';
import { countClosingLine, countJest } from './tally.mjs';

await runStages(
  [
    { name: 'npm test', command: ['npm', 'test'], count: countJest, minutes: 30 },
    { name: 'npm run check', command: ['npm', 'run', 'check'], count: countClosingLine, minutes: 50 },
  ],
  { isStoppedByFailure: true },
);
