import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../../..');
const GUIDE = 'docs/guides/write-a-storage-driver.md';
const EXAMPLE = 'examples/storage-plugin';

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

describe('the guide to a storage driver', () => {
  it('quotes code of the example as it stands there, whatever its indentation', async () => {
    const quotes = [...(await textOf(GUIDE)).matchAll(/^```ts\n(.*?)^```$/gms)];
    expect(quotes.length).toBeGreaterThan(3);
    const code = unindented(await sourcesOf(`${EXAMPLE}/src`));
    expect(
      quotes.map(([, quote = '']) => unindented(quote)).filter((quote) => !code.includes(quote)),
    ).toEqual([]);
  });

  it('installs the versions that the example is tested with', async () => {
    const { dependencies, devDependencies } = JSON.parse(
      await textOf(`${EXAMPLE}/package.json`),
    ) as PackageFile;
    const { '@margo-registry/storage-core': _tarball, ...tested } = { ...dependencies, ...devDependencies };
    const installed = (await textOf(GUIDE)).matchAll(/ ((?:@[\w-]+\/)?[\w-]+)@(\d[\d.]*)/g);
    expect(Object.fromEntries([...installed].map(([, name, version]) => [name, version]))).toEqual(tested);
  });
});

function textOf(path: string): Promise<string> {
  return readFile(join(ROOT, path), 'utf8');
}

async function sourcesOf(folder: string): Promise<string> {
  const names = (await readdir(join(ROOT, folder))).filter((name) => name.endsWith('.ts'));
  return (await Promise.all(names.map((name) => textOf(`${folder}/${name}`)))).join('\n');
}

function unindented(code: string): string {
  return code.replace(/^ +/gm, '');
}
