import { ASSERTIONS } from '../../apps/mock-auth/src/control/journal-operations.js';
import { KEY_SCENARIOS } from '../../apps/mock-auth/src/control/key-operations.js';
import { CONTROLLERS } from '../../apps/mock-auth/src/control/controllers.js';
import { describeControl } from '../../apps/mock-auth/src/control/openapi/control-document.js';
import { FAULT_KINDS } from '../../apps/mock-auth/src/faults/fault-rule.js';
import { RECIPES } from '../../apps/mock-auth/src/mint/recipes.js';
import { IDENTITY_PRESETS } from '../../apps/mock-auth/src/presets/identity-presets.js';
import { REGISTRY_PRESETS } from '../../apps/mock-auth/src/presets/registry-presets.js';
import { table } from './markdown.js';

interface Schema {
  readonly type?: string;
  readonly title?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly $ref?: string;
  readonly oneOf?: readonly Schema[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

interface Operation {
  readonly summary: string;
  readonly parameters: readonly (Schema & {
    readonly name: string;
    readonly in: string;
    readonly schema: Schema;
  })[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

const HEAD = `# Control of the mock authorization server

What a test may do to a mock that runs, over HTTP. \`MockAuthControl\` of \`@margo-registry/mock-auth\` has a method for each operation;
\`GET /control/openapi.json\` says the same as OpenAPI 3.1. How to use it: [test a WFM](../guides/test-a-wfm.md).

Every issuer has this API under its own path, such as \`/team-a/control/clock\`, and nothing that is done there reaches another issuer. An issuer
is a namespace: parallel tests take one each, by \`POST /control/issuers\` or by any name that nobody else uses.

Control answers **loopback peers only**, unless \`MOCK_AUTH_CONTROL_OPEN=true\`. What came through a proxy does not count as loopback, and a page
in a browser (\`Origin\`) is refused always. Bodies are \`application/json\` or \`application/yaml\`. A refusal is a problem (RFC 9457,
\`application/problem+json\`): \`detail\` says what to do, and \`errors\` names each fault of the body by its \`path\`. A body with a key that is
not known here is refused.

A **moment** is seconds since 1970, an RFC 3339 text, \`now\`, or a distance from the issuer's clock such as \`+15m\` and \`-1h\`. A **span** is
seconds, or a text such as \`90s\`, \`15m\`, \`24h\`, \`-5m\`.`;

const SEEDS = `## Reproducible mode

With \`MOCK_AUTH_REPRODUCIBLE_SEED\` (\`startMockAuth({ seed })\`) the keys, \`jti\`s, opaque tokens and random delays of every issuer repeat from run
to run, and with \`MOCK_AUTH_REPRODUCIBLE_AT\` its clock stands still at that second. \`RS256\` tokens are then the same byte for byte, so they can
stand in golden files. \`ES256\` tokens have the same header and claims, but a random number in each signature. Whoever knows the seed can forge
tokens.`;

/** docs/reference/mock-auth-control.md: every operation, and every word that its bodies take. */
export function mockAuthControlPage(): string {
  const { paths, components } = describeControl(CONTROLLERS) as unknown as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
    readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
  };
  const { schemas } = components;
  const bodies = Object.keys(schemas).filter((name) => name.endsWith('Body'));
  const parts = [
    HEAD,
    `## Operations\n\n${operationsTable(paths)}`,
    wordsPart(
      'Kinds of tokens',
      'For `kind` of `POST /control/tokens`: what is wrong with each.',
      'kind',
      flaws(),
    ),
    wordsPart(
      'Kinds of faults',
      'For `kind` of a fault rule. The first rule that is due is applied, and only that one.',
      'kind',
      FAULT_KINDS,
    ),
    wordsPart('Key scenarios', 'For `scenario` of `POST /control/keys`.', 'scenario', KEY_SCENARIOS),
    wordsPart(
      'Assertions',
      'Under `/control/journal/assertions/`; the filters of the journal narrow what they look at.',
      'assertion',
      ASSERTIONS,
    ),
    filtersPart(paths['/control/journal/assertions/{assertion}']?.get),
    wordsPart(
      'Presets',
      'Under `/control/presets/`; those of parties also for `presets` of a scenario.',
      'preset',
      presets(),
    ),
    `## Bodies\n\n${bodies.map((name) => bodyPart(name, schemas)).join('\n\n')}`,
    SEEDS,
  ];
  return `${parts.join('\n\n')}\n`;
}

function operationsTable(paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>): string {
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [
      `\`${method.toUpperCase()} ${path}\``,
      operation.summary,
      takenBy(operation),
    ]),
  );
  return table(['operation', 'what it does', 'takes'], rows);
}

/** The query of the assertions, which has that of the journal in it. */
function filtersPart(operation: Operation | undefined): string {
  const rows = (operation?.parameters ?? [])
    .filter((one) => one.in === 'query')
    .map(({ name, schema, description = '' }) => [`\`${name}\``, typeOf(schema), description]);
  return `## Filters of the journal\n\nIn the query; an entry must match all of them.\n\n${table(['key', 'type', 'what it is'], rows)}`;
}

function takenBy({ parameters, requestBody }: Operation): string {
  const schema = requestBody?.content['application/json']?.schema;
  const query = parameters.filter((one) => one.in === 'query').map(({ name }) => `\`${name}\``);
  if (query.length > 0) return query.join(', ');
  if (schema?.$ref !== undefined) return linkTo(schema.$ref);
  return schema === undefined ? '' : '[identities](mock-auth-identities.md)';
}

function wordsPart(
  title: string,
  sentence: string,
  head: string,
  words: Readonly<Record<string, string>>,
): string {
  const rows = Object.entries(words).map(([word, what]) => [`\`${word}\``, what]);
  return `## ${title}\n\n${sentence}\n\n${table([head, 'what it is'], rows)}`;
}

function flaws(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(RECIPES).map(([kind, recipe]) => [kind, 'flaw' in recipe ? recipe.flaw : 'Nothing.']),
  );
}

function presets(): Record<string, string> {
  const all = Object.entries({ ...IDENTITY_PRESETS, ...REGISTRY_PRESETS });
  return Object.fromEntries(all.map(([name, { describe }]) => [name, describe]));
}

function bodyPart(name: string, schemas: Readonly<Record<string, Schema>>): string {
  const { properties = {}, required = [] } = schemas[name] ?? {};
  const rows = Object.entries(properties).map(([key, schema]) => [
    `\`${key}\`${required.includes(key) ? ' (must be there)' : ''}`,
    typeOf(schema),
    schema.description ?? '',
  ]);
  return `### ${name}\n\n${table(['key', 'type', 'what it is'], rows)}`;
}

function typeOf(schema: Schema): string {
  if (schema.title !== undefined) return schema.title;
  if (schema.$ref !== undefined) return linkTo(schema.$ref);
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {})}`;
  if (schema.enum !== undefined)
    return schema.enum.length > 8 ? 'a word, see above' : schema.enum.map((word) => `\`${word}\``).join(', ');
  if (schema.oneOf !== undefined) return [...new Set(schema.oneOf.map(typeOf))].join(' or ');
  return (
    { string: 'text', integer: 'whole number', boolean: '`true` or `false`', array: 'list' }[
      schema.type ?? ''
    ] ??
    schema.type ??
    ''
  );
}

function linkTo(reference: string): string {
  const name = reference.split('/').at(-1) ?? '';
  return `[${name}](#${name.toLowerCase()})`;
}
