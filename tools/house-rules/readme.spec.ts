import { fencedLines } from './markdown.js';
import { readProjectFile } from './workspace.js';

describe('the README', () => {
  it.each(['npm ci && npm start', 'npm ci && npm test'])(
    'has the command "%s" on a line of its own to copy',
    (command) => {
      expect(fencedLines(readProjectFile('README.md'))).toContain(command);
    },
  );
});
