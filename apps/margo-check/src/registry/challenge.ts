/** What a 401 asks for (RFC 9110 11.6.1; distribution specification, token authentication). */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

const PARAMETER = /([a-z0-9_-]+)=(?:"((?:[^"\\]|\\.)*)"|([^",\s]+))/gi;

export function parseChallenge(header: string | null): Challenge | undefined {
  const [, scheme, rest = ''] = /^\s*([a-z0-9-]+)(?:\s+(.*))?$/i.exec(header ?? '') ?? [];
  if (scheme === undefined) return undefined;
  const parameters = [...rest.matchAll(PARAMETER)].map(
    ([, key = '', quoted, bare = '']) =>
      [key.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? bare] as const,
  );
  return { scheme: scheme.toLowerCase(), parameters: new Map(parameters) };
}
