import { parse } from 'yaml';
import { listProjectFiles, readProjectFile } from './workspace.js';

interface Service {
  profiles?: string[];
  image?: string;
  build?: unknown;
  user?: string;
  environment?: Record<string, string>;
  ports?: string[];
  healthcheck?: unknown;
  restart?: string;
  read_only?: boolean;
  cap_drop?: string[];
  cap_add?: string[];
  privileged?: boolean;
  security_opt?: string[];
  mem_limit?: string;
  logging?: { options?: Record<string, string> };
}

interface Compose {
  services: Record<string, Service>;
  secrets: Record<string, { file?: string }>;
}

const compose = parse(readProjectFile('docker-compose.yml'), { merge: true }) as Compose;
const services = Object.entries(compose.services);
const dockerfiles = ['Dockerfile', 'deploy/minio/Dockerfile'];

/** Variables that the pages of settings name. */
function settingsOf(page: string): Set<string> {
  return new Set(readProjectFile(page).match(/\b(?:REGISTRY|MOCK_AUTH)_[A-Z_]+\b/g));
}

describe('docker-compose.yml', () => {
  it.each(services)('runs %s closed, limited and watched', (_name, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      restart: 'unless-stopped',
      mem_limit: expect.stringMatching(/^\d+[mg]$/),
      logging: { options: { 'max-size': expect.any(String), 'max-file': expect.any(String) } },
    });
    expect(service.cap_add ?? service.privileged).toBeUndefined();
    // Our images name the check and the user themselves.
    if (service.build === undefined)
      expect(service).toMatchObject({
        healthcheck: expect.anything(),
        user: expect.stringMatching(/^[1-9]\d*:/),
      });
  });

  it.each(services)('starts %s only by a deployment profile', (_name, { profiles }) => {
    expect(profiles?.length).toBeGreaterThan(0);
    expect(['standard', 'embedded', 'replicas']).toEqual(expect.arrayContaining(profiles ?? []));
  });

  it.each(services)(
    'publishes ports of %s to this machine alone unless told otherwise',
    (_name, { ports = [] }) => {
      for (const port of ports) expect(port).toMatch(/^(127\.0\.0\.1|\$\{MARGO_BIND:-127\.0\.0\.1\}):/);
    },
  );

  it('pins every image of others, here and in the Dockerfiles', () => {
    const images = services.filter(([, { build }]) => build === undefined).map(([, { image }]) => image);
    const bases = dockerfiles.flatMap((path) =>
      [...readProjectFile(path).matchAll(/^(?:FROM|ARG NODE_IMAGE=) ?(\S+:\S+)/gm)].map(([, image]) => image),
    );
    expect(bases).toHaveLength(2);
    for (const image of [...images, ...bases]) expect(image).toMatch(/:(\d+|RELEASE\.\d)[\w.-]*$/);
  });

  it('names real settings only', () => {
    const known = new Set([
      ...settingsOf('docs/reference/settings.md'),
      ...settingsOf('docs/reference/mock-auth-settings.md'),
    ]);
    const files = [
      'docker-compose.yml',
      'Dockerfile',
      ...listProjectFiles().filter((path) => /^deploy\/.*\.yml$/.test(path)),
    ];
    const named = files.flatMap(
      (path) => readProjectFile(path).match(/\b(?:REGISTRY|MOCK_AUTH)_[A-Z_]+\b/g) ?? [],
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });

  it('holds no secret: they come from files that git ignores', () => {
    for (const { file } of Object.values(compose.secrets)) expect(file).toMatch(/^\.\/secrets\//);
    const secret = /(PASSWORD|SECRET_KEY|CLIENT_SECRET|METADATA_URL)$/;
    const variables = services.flatMap(([, { environment = {} }]) => Object.keys(environment));
    expect(variables.filter((name) => secret.test(name))).toEqual([]);
    expect(readProjectFile('.env')).not.toMatch(/PASSWORD|SECRET|TOKEN=/);
    expect(listProjectFiles().filter((path) => path.startsWith('secrets/'))).toEqual([]);
  });

  it('starts the standard profile by itself', () => {
    expect(readProjectFile('.env')).toMatch(/^COMPOSE_PROFILES=standard$/m);
  });
});

describe('the images', () => {
  it.each(dockerfiles)('%s ends as an ordinary user', (path) => {
    expect(
      readProjectFile(path)
        .match(/^USER .*$/gm)
        ?.at(-1),
    ).toBe('USER 1000:1000');
  });

  it('are watched by Node and keep npm packages of development out', () => {
    const text = readProjectFile('Dockerfile');
    expect(text.match(/^HEALTHCHECK .*CMD \["node"/gm)).toHaveLength(2);
    expect(text.match(/npm ci --omit=dev --ignore-scripts/g)).toHaveLength(2);
  });
});
