import { Layout } from './layout.js';

const NAME = '0123456789abcdef0123456789abcdef';

describe('Layout', () => {
  it('puts every key below the prefix, and bytes beside the mark', () => {
    const layout = new Layout('registry/one');
    expect(layout.storeId).toBe('registry/one/store-id');
    expect(layout.findPlace(NAME)).toEqual({ key: `registry/one/blobs/${NAME}` });
    expect(new Layout('registry/one/').storeId).toBe('registry/one/store-id');
    expect(new Layout().findPlace(NAME)).toEqual({ key: `blobs/${NAME}` });
  });

  it('finds the location of each of its keys again', () => {
    const layout = new Layout('p');
    for (const place of [{ key: layout.key(NAME) }, { key: layout.key(NAME), uploadId: '2~a/b+c=.d e' }]) {
      expect(layout.findPlace(layout.findLocation(place) ?? '')).toEqual(place);
    }
  });

  it('has no location for keys of others', () => {
    const layout = new Layout('p');
    for (const key of [
      'p/store-id',
      'p/ping',
      `blobs/${NAME}`,
      `p/blobs/${NAME}/x`,
      'p/blobs/',
      `q/blobs/${NAME}`,
    ]) {
      expect(layout.findLocation({ key })).toBeUndefined();
      expect(layout.findLocation({ key, uploadId: 'x' })).toBeUndefined();
    }
  });

  it.each([
    '',
    'ping',
    `${NAME}\n`,
    `${NAME}.unfinished-`,
    `${NAME}.unfinished-%zz`,
    `${NAME}.unfinished-%61`,
    NAME.toUpperCase(),
  ])('has no place for %j', (location) => {
    expect(new Layout().findPlace(location)).toBeUndefined();
  });

  it('joins under a name that tells uploads and their segments apart', () => {
    const layout = new Layout();
    const state = { size: 2, upload: 'u', locations: ['a', 'b'] };
    const others = [
      { ...state, upload: 'v' },
      { ...state, locations: ['b', 'a'] },
      { ...state, locations: ['a'] },
    ];
    const names = [state, ...others].map((one) => layout.joinedBlob(one));
    expect(new Set(names).size).toBe(4);
    expect(layout.joinedBlob({ ...state })).toBe(names[0]);
  });
});
