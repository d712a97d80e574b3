import { localLinks } from './markdown.js';
import { listProjectFiles, readProjectFile } from './workspace.js';

const FOLDER = 'docs/decisions/';
const records = listProjectFiles().filter((path) => /^docs\/decisions\/\d{4}-.+\.md$/.test(path));

describe('decisions', () => {
  it.each(records)('%s has a status, a context, a decision, consequences, and what enforces it', (path) => {
    const text = readProjectFile(path);
    const parts = text.split('\n').filter((line) => line.startsWith('## '));
    expect(text).toMatch(/^# .+\n\nStatus: /);
    expect(parts).toEqual(['## Context', '## Decision', '## Consequences', '## Enforced by']);
  });

  it('are all in the index, in the order of their numbers', () => {
    const listed = localLinks(readProjectFile(`${FOLDER}README.md`)).filter((target) => /^\d/.test(target));
    expect(listed.map((target) => `${FOLDER}${target}`)).toEqual([...records].sort());
  });
});
