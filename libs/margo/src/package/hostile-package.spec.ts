import fc from 'fast-check';
import { TANK_WATCH_MANIFEST } from '../testing/packages/tank-watch-package.js';
import { changedPackage, optionsOf } from '../testing/package-example.js';
import { checkPackage } from './check-package.js';
import { findContentFault } from './content-rules.js';
import { RESOURCE_KINDS, TITLE } from './media-types.js';
import { readPackageManifest } from './package-manifest.js';
import { findFault } from './title-rules.js';

const encode = (text: string) => new TextEncoder().encode(text);
const svg = (inside: string) =>
  encode(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`);

async function titleFindings(titles: readonly string[]): Promise<string[]> {
  const layers = titles.map((title) => ({
    mediaType: 'x',
    digest: 'y',
    size: 1,
    annotations: { [TITLE]: title },
  }));
  const manifest = readPackageManifest(encode(JSON.stringify({ layers })));
  const { findings } = await checkPackage({ manifest, read: () => Promise.resolve(undefined) }, optionsOf());
  return findings.filter(({ rule }) => rule === 'MAN-09').map(({ message }) => message);
}

describe('titles of layers', () => {
  it.each([
    ['../margo.yaml', 'leaves the folder'],
    ['a/../../b', 'leaves the folder'],
    ['/etc/cron.d/x', 'absolute path'],
    ['C:\\x', 'backslashes'],
    ['C:x', 'absolute path'],
    ['a\0b', 'control characters'],
    ['a\nb', 'control characters'],
    ['resources/', 'is a folder'],
    ['.', 'is a folder'],
    ['a'.repeat(1025), '1024 characters'],
    ['a/'.repeat(40) + 'b', 'deeper than'],
  ])('are refused as %j', (title, reason) => {
    expect(findFault(title)).toContain(reason);
  });

  it.each([['margo.yaml'], ['./resources/icon.png'], ['..hidden/a..b'], ['Größe.md'], ['a b.md']])(
    'may be %j',
    (title) => {
      expect(findFault(title)).toBeUndefined();
    },
  );

  it.each([
    [['a.md', 'A.md']],
    [['a.md', './a.md']],
    [['a/b.md', 'a//b.md']],
    [['gr\u00f6\u00dfe.md', 'gro\u0308\u00dfe.md']],
    [['a', 'a/b.md']],
    [['a/b/c.md', 'a/b']],
  ])('are refused where two need one place: %j', async (titles) => {
    expect(await titleFindings(titles)).toHaveLength(1);
  });

  it('are kept apart where they only look alike', async () => {
    expect(await titleFindings(['a', 'ab', 'a.b', 'c/a', 'c/a.b', '__proto__', 'constructor'])).toEqual([]);
  });

  it('in great numbers give a report of bounded length', async () => {
    const titles = Array.from({ length: 5000 }, () => '../x');
    const layers = titles.map((title) => ({ annotations: { [TITLE]: title } }));
    const manifest = readPackageManifest(encode(JSON.stringify({ layers })));
    const { findings } = await checkPackage(
      { manifest, read: () => Promise.resolve(undefined) },
      optionsOf(),
    );
    expect(findings.length).toBeLessThanOrEqual(201);
    expect(findings.some(({ message }) => /There are \d+ more findings/.test(message))).toBe(true);
  });
});

describe('icons', () => {
  it.each([
    ['<script>x()</script>', 'element script'],
    ['<SCRIPT\n>x()</SCRIPT>', 'element SCRIPT'],
    ['<s:script xmlns:s="http://www.w3.org/2000/svg">x()</s:script>', 'element script'],
    ['<foreignObject><body/></foreignObject>', 'element foreignObject'],
    ['<h:iframe src="x"/>', 'element iframe'],
    ['<path onclick="x()"/>', 'event handler onclick'],
    ["<path d=''onload = 'x()'/>", 'event handler onload'],
    ['<a href="javascript:x()"><path/></a>', 'links to a script'],
    ['<a href=" java&#115;cript&#x3a;x()"><path/></a>', 'links to a script'],
    ['<a xlink:href="jAvA\tscript:x()"><path/></a>', 'links to a script'],
    ['<animate attributeName="href" values="javascript:x()"/>', 'links to a script'],
    ['<use href="data:image/svg+xml;base64,AA"/>', 'links to a script'],
    ['<!ENTITY x "y">', 'entities'],
    ['<?xml-stylesheet href="x"?>', 'style sheet'],
  ])('as an SVG with %s are refused', (inside, reason) => {
    expect(findContentFault('icon', 'svg+xml', svg(inside))).toContain(reason);
  });

  it('as an SVG that only draws are accepted', () => {
    const drawing =
      '<style>path{fill:red}</style><a href="#top"><path d="M0 0h9" font-family="x"/></a><text>on = off; description</text>';
    expect(findContentFault('icon', 'svg+xml', svg(drawing.replace('on = off; ', '')))).toBeUndefined();
  });

  it.each([
    ['png', encode('<html><script>x()</script></html>'), 'is no png'],
    ['png', Uint8Array.of(0xff, 0xd8, 0xff), 'is no png, but jpeg'],
    ['jpeg', encode('GIF89a'), 'is no jpeg, but gif'],
    ['webp', encode('RIFF....WAVE'), 'is no webp'],
    ['png', new Uint8Array(), 'is empty'],
    ['png', new Uint8Array(1024 * 1024 + 1), '1048576 at most'],
    ['svg+xml', encode('<html><svg-not/></html>'), 'is no SVG'],
    ['svg+xml', Uint8Array.from(Buffer.from('\ufeff<svg><script/></svg>', 'utf16le')), 'NUL'],
  ])('of the format %s are refused where the bytes say otherwise', (format, bytes, reason) => {
    expect(findContentFault('icon', format, bytes)).toContain(reason);
  });

  it.each([
    ['webp', encode('RIFF....WEBP')],
    ['gif', encode('GIF89a')],
    ['jpg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)],
    ['svg', encode('<!-- drawn --><s:svg xmlns:s="http://www.w3.org/2000/svg"/>')],
  ])('of the format %s are accepted by their first bytes', (format, bytes) => {
    expect(findContentFault('icon', format, bytes)).toBeUndefined();
  });

  it.each([
    ['spaces behind an attribute', `<svg href=${' '.repeat(1e6)}`],
    ['spaces behind what could be a handler', `<svg ${' onload     '.repeat(8e4)}`],
    ['open angle brackets', `<svg ${'<'.repeat(1e6)}`],
    ['unfinished names', `<svg ${'<aaaa'.repeat(2e5)}`],
    ['character references', `<svg ${'&#9'.repeat(3e5)}`],
  ])('made of %s are judged at once', (_, text) => {
    expect(() => findContentFault('icon', 'svg+xml', encode(text))).not.toThrow();
  });
});

describe('texts', () => {
  it.each([
    ['markdown', encode('a\0b'), 'NUL'],
    ['plain', Uint8Array.of(0x61, 0xe9, 0x62), 'not UTF-8'],
    ['plain', encode('%PDF-1.7'), 'is pdf, not text'],
    ['markdown', encode('\n <html><body onload="x()">'), 'HTML page'],
  ])('of the format %s are refused where the bytes say otherwise', (format, bytes, reason) => {
    expect(findContentFault('releaseNotes', format, bytes)).toContain(reason);
  });

  it('that are larger than what is looked into are judged by their beginning, which is said', async () => {
    const looked = 1000;
    const check = async (text: string) => {
      const source = changedPackage([]);
      const bytes = encode(text);
      const layers = source.manifest.layers.map((layer) =>
        layer.mediaType.includes('releaseNotes') ? { ...layer, size: bytes.length } : layer,
      );
      const read: typeof source.read = (layer) =>
        layer.mediaType.includes('releaseNotes')
          ? Promise.resolve(bytes.subarray(0, looked))
          : source.read(layer);
      const { findings } = await checkPackage(
        { manifest: { ...source.manifest, layers }, read },
        optionsOf(),
      );
      return findings.map(({ severity, message }) => `${severity} ${message}`);
    };

    expect(await check(`a${'é'.repeat(looked)}`)).toEqual([
      expect.stringMatching(
        /^warning "resources\/changes\.md" has 2001 bytes, of which the first 1000 were looked/,
      ),
    ]);
    expect(await check(`a\0${'é'.repeat(looked)}`)).toEqual([expect.stringMatching(/^error .*NUL/)]);
  });

  it('may speak of HTML', () => {
    expect(findContentFault('releaseNotes', 'markdown', encode('Write `<html>` first.'))).toBeUndefined();
  });
});

describe('a package', () => {
  it('of which nothing is at hand is not silently right', async () => {
    const { manifest } = changedPackage([]);
    const { findings } = await checkPackage(
      { manifest, read: () => Promise.resolve(undefined) },
      optionsOf(),
    );

    expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual([
      'PKG-01 error',
      ...Array.from({ length: 4 }, () => 'PKG-08 warning'),
    ]);
  });

  it('with an icon that is too large is refused by the size of it, however little of it was read', () => {
    expect(findContentFault('icon', 'png', Uint8Array.of(0x89), 5_000_000)).toContain('1048576 at most');
  });

  it('of any manifest and any parts is judged without throwing', async () => {
    const level = fc.constantFrom('enforce' as const, 'warn' as const);
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.uint8Array(), level, fc.string(), async (json, bytes, chosen, tag) => {
        const manifest = readPackageManifest(encode(json));
        await checkPackage(
          { manifest, read: () => Promise.resolve(bytes) },
          { level: chosen, profile: 'auto', tags: [tag] },
        );
      }),
      { numRuns: 300 },
    );
  });

  it('with any change of a valid manifest is judged without throwing', async () => {
    const value = fc.oneof(fc.jsonValue(), fc.string(), fc.constantFrom(...RESOURCE_KINDS, '..', 'a\0'));
    const lines = TANK_WATCH_MANIFEST.split('\n');
    await fc.assert(
      fc.asyncProperty(fc.nat(lines.length - 1), value, async (line, by) => {
        const changed = lines.with(
          line,
          (lines[line] ?? '').replace(/: .*?(,?)$/, (_, comma: string) => `: ${JSON.stringify(by)}${comma}`),
        );
        const manifest = readPackageManifest(encode(changed.join('\n')));
        const { findings } = await checkPackage(
          { manifest, read: changedPackage([]).read },
          optionsOf([JSON.stringify(by)]),
        );
        for (const { message } of findings) expect(message).not.toContain('\n');
      }),
      { numRuns: 300 },
    );
  });
});
