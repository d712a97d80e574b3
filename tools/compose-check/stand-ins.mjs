import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findJudge, skippedLine } from '../check/judges.mjs';
import { installLtsNode } from '../check/lts-node.mjs';
import { findOutput, installDebian, run } from './program.mjs';

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const CERTIFICATES = 'etc/ssl/certs/ca-certificates.crt';
const SUITE = 'trixie';

/**
 * What is imported under the name of a published image that cannot be pulled here.
 *
 * @typedef {{ says: string, make: (root: string) => Promise<void>, changes: string[] }} StandIn
 * @type {Readonly<Record<string, StandIn>>}
 */
const STAND_INS = {
  'node:24-trixie-slim': {
    says: 'Debian with Node of the npm package "node" and npm of this machine',
    make: addNode,
    changes: [`ENV PATH=${PATH}`, 'CMD ["node"]'],
  },
  'postgres:18': {
    says: 'Debian with its own Postgres and a short entry point',
    make: addPostgres,
    changes: [
      `ENV PATH=${PATH}:/usr/lib/postgresql/17/bin`,
      'ENV PGDATA=/var/lib/postgresql/18/docker',
      'VOLUME /var/lib/postgresql',
      'ENTRYPOINT ["stand-in-postgres"]',
      'CMD ["postgres"]',
    ],
  },
  'minio/minio:RELEASE.2025-09-07T16-13-09Z': {
    says: 'Debian with the MinIO that Go has built',
    make: addMinio,
    changes: [`ENV PATH=${PATH}`, 'VOLUME /data'],
  },
  'nginx:1.28': {
    says: 'Debian with its own nginx',
    make: (root) => addPackages(root, ['nginx-light', 'curl']),
    changes: [`ENV PATH=${PATH}`],
  },
};

/** Every published image that is absent is pulled, or else stood in for; says which. @param {Record<string, string>} environment */
export async function provideImages(environment) {
  for (const [image, standIn] of Object.entries(STAND_INS)) {
    if ((await findOutput('docker', ['image', 'inspect', image], environment)) !== undefined) {
      const author = await run('docker', ['image', 'inspect', '-f', '{{.Comment}}', image], environment);
      console.log(`${image}: there already${author.includes('Imported') ? `, ${standIn.says}` : ''}`);
    } else if ((await findOutput('docker', ['pull', '-q', image], environment)) !== undefined)
      console.log(`${image}: pulled`);
    else await standInFor(image, standIn, environment);
  }
}

/** @param {string} image @param {StandIn} standIn @param {Record<string, string>} environment */
async function standInFor(image, { says, make, changes }, environment) {
  const folder = mkdtempSync(join(tmpdir(), 'margo-image-'));
  try {
    const root = join(folder, 'root');
    await bootstrap(root);
    await make(root);
    const archive = join(folder, 'root.tar');
    await run('tar', ['-C', root, '-cf', archive, '.']);
    const options = changes.flatMap((change) => ['-c', change]);
    await run('docker', ['import', ...options, archive, image], environment);
    console.log(`${image}: stood in for by ${says}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} root */
async function bootstrap(root) {
  if (process.getuid?.() !== 0) throw new Error('only root can make images to stand in for those of the hub');
  if (!existsSync('/usr/sbin/debootstrap')) installDebian(['debootstrap']);
  await run('debootstrap', ['--variant=minbase', '--include=ca-certificates', SUITE, root]);
  // What this machine trusts beside the usual, where its way out of the network asks for it.
  if (existsSync(`/${CERTIFICATES}`)) copyFileSync(`/${CERTIFICATES}`, join(root, CERTIFICATES));
  copyFileSync('/etc/resolv.conf', join(root, 'etc/resolv.conf'));
}

/** @param {string} root @param {string} script */
const inside = (root, script) =>
  run('chroot', [root, 'sh', '-euc', script], { PATH, DEBIAN_FRONTEND: 'noninteractive' });

/** @param {string} root @param {string[]} names */
async function addPackages(root, names) {
  // No service starts inside of a root.
  writeFileSync(join(root, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  await inside(
    root,
    `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${names.join(' ')}`,
  );
  rmSync(join(root, 'var/lib/apt/lists'), { recursive: true, force: true });
}

/** @param {string} root */
async function addNode(root) {
  const node = installLtsNode();
  copyFileSync(node.program, join(root, 'usr/local/bin/node'));
  node.remove();
  const npm = join(await run('npm', ['root', '-g']), 'npm');
  cpSync(npm, join(root, 'usr/local/lib/node_modules/npm'), { recursive: true });
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(root, 'usr/local/bin/npm'));
  mkdirSync(join(root, 'usr/local/etc'), { recursive: true });
  writeFileSync(join(root, 'usr/local/etc/npmrc'), `cafile=/${CERTIFICATES}\n`);
  await inside(root, 'groupadd --gid 1000 node && useradd --uid 1000 --gid node --create-home node');
}

/** With the user and the folders of the published image. @param {string} root */
async function addPostgres(root) {
  await inside(
    root,
    'groupadd -r -g 999 postgres && useradd -r -u 999 -g 999 -d /var/lib/postgresql postgres',
  );
  await addPackages(root, ['postgresql']);
  const program = join(root, 'usr/local/bin/stand-in-postgres');
  cpSync(join(import.meta.dirname, 'stand-in-postgres.sh'), program);
  const folders = '/var/lib/postgresql /var/run/postgresql';
  await inside(
    root,
    `chmod 755 /usr/local/bin/stand-in-postgres; rm -rf /var/lib/postgresql; mkdir -p ${folders}; chown 999:999 ${folders}; chmod 3777 ${folders}`,
  );
}

/** @param {string} root */
async function addMinio(root) {
  const minio = findJudge('minio');
  if (minio === undefined) throw new Error(skippedLine('minio').replace('skipped: ', ''));
  await addPackages(root, ['curl']);
  copyFileSync(minio, join(root, 'usr/bin/minio'));
}
