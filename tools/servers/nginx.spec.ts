import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nginxConfiguration } from './nginx.mjs';

const GUIDE = join(import.meta.dirname, '../../docs/guides/run-many-replicas.md');

describe('the nginx configuration of the guide', () => {
  it('is the one that the tests run with', () => {
    const [, shown] = /```nginx\n([^`]+)```/.exec(readFileSync(GUIDE, 'utf8')) ?? [];
    const inHttp = shown!.replace(/^(?=.)/gm, '  ');
    expect(nginxConfiguration(5000, [5001, 5002, 5003])).toContain(inHttp);
  });
});
