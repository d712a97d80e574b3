import fc from 'fast-check';
import { gzipSync, zipSync } from 'fflate';
import { tarOf } from '../testing/archives.js';
import { ArchiveError } from './archive-error.js';
import { readArchive } from './read-archive.js';

const text = (value: string) => new TextEncoder().encode(value);
const FILES = { 'margo.yaml': text('apiVersion: v1\n'), 'resources/about.md': text('# About\n') };
const TAR = tarOf(Object.entries(FILES).map(([path, content]) => ({ path, content })));

function refusal(bytes: Uint8Array, limits?: Parameters<typeof readArchive>[1]): unknown {
  try {
    return readArchive(bytes, limits);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return `${error.kind}: ${error.message}`;
  }
}

const asRecord = (bytes: Uint8Array) =>
  Object.fromEntries(readArchive(bytes).map((file) => [file.path, Uint8Array.from(file.bytes)]));

describe('an archive of a folder', () => {
  it.each([
    ['a zip', zipSync(FILES)],
    ['a stored zip', zipSync(FILES, { level: 0 })],
    ['a tar', TAR],
    ['a gzipped tar', gzipSync(TAR)],
  ])('is read from %s', (_, bytes) => {
    expect(asRecord(bytes)).toEqual(FILES);
  });

  it('is read without one folder round everything, dots and directories', () => {
    const paths = ['./tank-watch/', './tank-watch/margo.yaml', './tank-watch/resources/about.md'];
    const tar = tarOf(paths.map((path) => ({ path, flag: path.endsWith('/') ? '5' : '0' })));
    expect(readArchive(tar).map(({ path }) => path)).toEqual(['margo.yaml', 'resources/about.md']);
  });

  it('is read without what desktops leave behind', () => {
    const tar = tarOf([{ path: 'margo.yaml' }, { path: '__MACOSX/._margo.yaml' }, { path: '.DS_Store' }]);
    expect(readArchive(tar).map(({ path }) => path)).toEqual(['margo.yaml']);
  });

  it('keeps long names of POSIX and of GNU', () => {
    const long = `resources/${'a'.repeat(150)}.md`;
    const record = ` path=${long}\n`;
    const pax = `${record.length + 3}${record}`;
    const posix = tarOf([{ path: 'x', flag: 'x', content: pax }, { path: 'short' }, { path: 'margo.yaml' }]);
    const gnu = tarOf([
      { path: '././@LongLink', flag: 'L', content: `${long}\0` },
      { path: 'short' },
      { path: 'margo.yaml' },
    ]);
    for (const tar of [posix, gnu])
      expect(readArchive(tar).map(({ path }) => path)).toEqual([long, 'margo.yaml']);
  });
});

describe('an archive', () => {
  it.each([
    ['../margo.yaml', 'leaves the folder'],
    ['resources/../../margo.yaml', 'leaves the folder'],
    ['/etc/passwd', 'absolute path'],
    ['C:/windows/system.ini', 'absolute path'],
    ['resources\\about.md', 'backslashes'],
    ['about\u0001.md', 'control characters'],
  ])('with the name %j is refused', (path, reason) => {
    expect(refusal(tarOf([{ path }]))).toContain(`unsafe: The entry ${JSON.stringify(path)}`);
    expect(refusal(tarOf([{ path }]))).toContain(reason);
    expect(refusal(zipSync({ [path]: text('x') }))).toContain(reason);
  });

  it.each([
    ['2', 'symbolic link'],
    ['1', 'hard link'],
    ['6', 'special file'],
  ])('with an entry of type %s is refused', (flag, name) => {
    const tar = tarOf([{ path: 'margo.yaml', flag, target: '/etc/passwd' }]);
    expect(refusal(tar)).toBe(`unsafe: The entry "margo.yaml" is a ${name}; pack the file itself.`);
  });

  it('with a symbolic link in a zip is refused', () => {
    const zip = zipSync({ 'margo.yaml': [text('/etc/passwd'), { os: 3, attrs: 0o120777 * 65536 }] });
    expect(refusal(zip)).toContain('is a symbolic link');
  });

  it('with a name twice is refused', () => {
    expect(refusal(tarOf([{ path: 'a.md' }, { path: 'a.md' }]))).toContain('is there twice');
  });

  it('keeps names that objects reserve apart', () => {
    const tar = tarOf([{ path: '__proto__' }, { path: 'constructor' }]);
    expect(readArchive(tar).map(({ path }) => path)).toEqual(['__proto__', 'constructor']);
  });

  it('with too many entries is refused before they are all read', () => {
    const tar = tarOf(Array.from({ length: 12 }, (_, index) => ({ path: `${index}.md` })));
    const limits = { entries: 10, unpackedBytes: 1e6, ratio: 100 };
    expect(refusal(tar, limits)).toBe('too-large: The archive has more than 10 entries; pack fewer files.');
  });

  it('that is a decompression bomb is refused', () => {
    const zeros = new Uint8Array(8 * 1024 * 1024);
    expect(refusal(gzipSync(tarOf([{ path: 'a.md', content: zeros }])))).toMatch(
      /^too-large: .* times its size/,
    );
    expect(refusal(zipSync({ 'a.md': zeros }))).toMatch(/^too-large: .* times its size/);
    const limits = { entries: 10, unpackedBytes: 1024 * 1024, ratio: 1e9 };
    expect(refusal(gzipSync(tarOf([{ path: 'a.md', content: zeros }])), limits)).toContain('1048576 bytes');
    expect(refusal(zipSync({ 'a.md': zeros }), limits)).toContain('1048576 bytes');
  });

  it('in several members of gzip is read whole', () => {
    const members = [TAR.subarray(0, 700), TAR.subarray(700)].map((part) => gzipSync(part));
    expect(asRecord(Uint8Array.from(Buffer.concat(members)))).toEqual(FILES);
  });

  it('that declares less than it unpacks to is refused', () => {
    const zip = zipSync({ 'a.md': text('a'.repeat(5000)) });
    const directory = zip.length - 22 - 46 - 4;
    new DataView(zip.buffer).setUint32(directory + 24, 100, true);
    expect(refusal(zip)).toMatch(/^broken: /);
  });

  it('that is cut off is refused wherever it ends', () => {
    for (const whole of [zipSync(FILES), gzipSync(TAR)])
      for (let length = 1; length < whole.length; length += 7)
        expect(refusal(whole.subarray(0, length))).toMatch(/^(broken|unknown-format): /);
    for (let length = 1; length < TAR.length - 1024; length += 64)
      expect(refusal(TAR.subarray(0, length))).toMatch(/^(broken|unknown-format): /);
  });

  it('that is something else is refused with what to send', () => {
    expect(refusal(text('apiVersion: v1'))).toBe(
      'unknown-format: This is no archive; send the folder as zip, tar or gzipped tar.',
    );
    expect(refusal(gzipSync(text('apiVersion: v1')))).toContain('The gzip file holds no tar archive');
  });

  it('with flipped bytes is read or refused, and nothing else', () => {
    const archives = fc.constantFrom(zipSync(FILES), TAR, gzipSync(TAR), zipSync(FILES, { level: 0 }));
    const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(archives, changes, (whole, edits) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, value] of edits) bytes[at % bytes.length] = value;
        refusal(bytes);
      }),
      { numRuns: 1000 },
    );
  });

  it('of any bytes is read or refused, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => void refusal(bytes)),
      { numRuns: 300 },
    );
  });
});
