import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunningRegistry } from '../harness/running-registry.js';
import { describeKills } from './kill-rounds.js';

const directory = mkdtempSync(join(tmpdir(), 'margo-registry-kill-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describeKills('a directory and SQLite', () => RunningRegistry.start({ directory }));
