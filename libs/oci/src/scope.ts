import { OciError } from './oci-error.js';

/** One resource of a Docker `scope` and what is asked, or granted, there; also the shape of a token's `access` entries. */
export interface ResourceScope {
  readonly type: 'repository' | 'registry';
  /** A repository's name, or `catalog` of the registry. As it was asked for: no grammar is checked. */
  readonly name: string;
  /** In the order of the request, each once. `*` stands for everything that the caller holds there. */
  readonly actions: readonly string[];
}

/** Bounds of one request, so that the token that answers it fits into a header. */
const MOST_SCOPES = 50;
const MOST_CHARACTERS = 6144;

/**
 * Reads `scope` parameters of the Docker token protocol: repeated, several in one parameter, or none. Entries of unknown
 * types, or without a name or an action, are left out; those of one resource become one. The class of
 * `repository(plugin)` is left out too. https://distribution.github.io/distribution/spec/auth/scope/
 *
 * @throws OciError `request-invalid` beyond 50 entries or 6144 characters
 */
export function parseScopes(parameters: readonly string[]): ResourceScope[] {
  const entries = parameters.flatMap((parameter) => parameter.split(' ')).filter(Boolean);
  const characters = entries.reduce((sum, entry) => sum + entry.length, 0);
  if (entries.length > MOST_SCOPES || characters > MOST_CHARACTERS) throw tooMany(entries.length, characters);
  const found = new Map<string, ResourceScope>();
  for (const scope of entries.flatMap(parseEntry)) {
    const key = `${scope.type}:${scope.name}`;
    const actions = [...new Set([...(found.get(key)?.actions ?? []), ...scope.actions])];
    found.set(key, { ...scope, actions });
  }
  return [...found.values()];
}

/** As {@link parseScopes} reads it. */
export function formatScopes(scopes: readonly ResourceScope[]): string {
  return scopes.map(({ type, name, actions }) => `${type}:${name}:${actions.join(',')}`).join(' ');
}

/** A name may hold a colon (`host:port/name`), so the type ends at the first one and the actions begin behind the last. */
function parseEntry(entry: string): ResourceScope[] {
  const [first, last] = [entry.indexOf(':'), entry.lastIndexOf(':')];
  if (first < 1 || last === first) return [];
  const type = entry.slice(0, first).replace(/\([^()]*\)$/, '');
  const name = entry.slice(first + 1, last);
  const actions = entry
    .slice(last + 1)
    .split(',')
    .filter(Boolean);
  if ((type !== 'repository' && type !== 'registry') || name === '' || actions.length === 0) return [];
  return [{ type, name, actions }];
}

function tooMany(entries: number, characters: number): OciError {
  return new OciError('request-invalid', {
    message: `The request names ${entries} scopes in ${characters} characters. Ask for at most ${MOST_SCOPES} in ${MOST_CHARACTERS} at a time.`,
  });
}
