import { openSqliteMetadata, type MetadataStore } from '@margo-registry/storage-metadata';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReadOnlyMode } from './read-only-mode.js';

describe('read-only mode, as two replicas see it', () => {
  let directory: string;
  let metadata: MetadataStore;
  let now = 0;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'margo-read-only-'));
    metadata = await openSqliteMetadata({ file: join(directory, 'registry.db'), threaded: false });
    now = 0;
  });
  afterEach(async () => {
    await metadata.close();
    await rm(directory, { recursive: true, force: true });
  });
  const mode = () => new ReadOnlyMode(metadata, () => now);
  const NOTE = { by: 'alice', reason: 'the disks move' };

  it('is on at once where it was switched, and on the other one after a second at most', async () => {
    const [here, there] = [mode(), mode()];
    expect([await here.isOn(), await there.isOn()]).toEqual([false, false]);
    now = 1;
    await here.turnOn(NOTE);
    expect([await here.isOn(), await there.isOn()]).toEqual([true, false]);
    now = 1_000;
    expect(await there.isOn()).toBe(true);
    await there.turnOff();
    expect([await here.isOn(), await there.isOn()]).toEqual([true, false]);
    now = 2_001;
    expect(await here.isOn()).toBe(false);
  });

  it('costs one question a second, however many ask', async () => {
    let questions = 0;
    const { findReadOnly } = metadata.queries;
    const queries = { ...metadata.queries, findReadOnly: () => (questions++, findReadOnly()) };
    const asked = new ReadOnlyMode({ ...metadata, queries } as MetadataStore, () => now);
    for (now = 0; now < 400; now += 1) await asked.isOn();
    expect(questions).toBe(1);
    now = 5_000;
    await Promise.all(Array.from({ length: 100 }, () => asked.isOn()));
    expect(questions).toBe(2);
  });

  it('tells of each change once', async () => {
    const [here, there] = [mode(), mode()];
    const told: unknown[] = [];
    there.onChange = (row) => told.push(row?.reason);
    await there.findNow();
    await here.turnOn(NOTE);
    for (now = 1_000; now < 4_000; now += 1_000) await there.find();
    await here.turnOff();
    for (; now < 7_000; now += 1_000) await there.find();

    expect(told).toEqual(['the disks move', undefined]);
  });
});
