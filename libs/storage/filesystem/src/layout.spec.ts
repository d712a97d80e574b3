import { Layout } from './layout.js';

const NAME = '0123456789abcdef0123456789abcdef';

describe('Layout', () => {
  const layout = new Layout('/blobs');

  it('puts a blob into the directory of its first two characters', () => {
    expect(layout.findPlace(NAME)).toEqual({ directory: '/blobs/01', path: `/blobs/01/${NAME}` });
    expect(layout.findPlace(`temporary-${NAME}`)?.directory).toBe('/blobs/temporary');
  });

  it.each([
    '',
    NAME.toUpperCase(),
    `${NAME}0`,
    `${NAME}\n`,
    `../${NAME}`,
    `01/${NAME}`,
    'store-id',
    `temporary-${NAME}/`,
    `x\n${NAME}`,
  ])('takes %j for no location', (text) => expect(layout.findPlace(text)).toBeUndefined());

  it('never gives a location twice, and spreads them over the directories', () => {
    const names = Array.from({ length: 20_000 }, () => layout.newBlob());
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(names.map((name) => name.slice(0, 2))).size).toBeGreaterThan(30);
    expect(names.every((name) => layout.findPlace(name) !== undefined)).toBe(true);
  });

  it('names a join after the upload and its segments in their order', () => {
    const state = { size: 3, locations: ['a', 'b'], upload: 'u' };
    const joined = layout.joinedBlob(state);
    expect(new Layout('/elsewhere').joinedBlob({ ...state })).toBe(joined);
    const others = [
      { ...state, locations: ['b', 'a'] },
      { ...state, locations: ['a', 'b', 'c'] },
      { ...state, locations: ['ab'] },
      { ...state, upload: 'v' },
    ];
    expect(others.map((other) => layout.joinedBlob(other))).not.toContain(joined);
    expect(layout.findPlace(joined)).toBeDefined();
  });
});
