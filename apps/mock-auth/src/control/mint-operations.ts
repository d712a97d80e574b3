import type { IssuerWorld } from '../issuers/issuer-world.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../keys/signing-key.js';
import type { MintedToken } from '../mint/minted-token.js';
import { OPAQUE_PREFIX } from '../mock-mark.js';
import { factsOf } from '../tokens/jwt.js';
import { mintToken } from '../mint/mint-token.js';
import { TOKEN_KINDS, type TokenKind } from '../mint/recipes.js';
import { Field } from './body/field.js';
import { parseSpan, type Span } from './body/moment.js';
import { choice, record, span, text, textOrTexts, whole } from './body/shapes.js';
import { ControlProblem } from './control-problem.js';

const LARGEST_TOKEN = 16 * 1024 * 1024;

/** A token that is wished for; what is absent is as a good token of this issuer has it. */
export class MintBody {
  @Field('What is right or wrong with it; valid where it is absent.', choice(TOKEN_KINDS))
  kind?: TokenKind;

  @Field('Its signature; ES256 where it is absent.', choice(SIGNING_ALGORITHMS))
  alg?: SigningAlgorithm;

  @Field('jwt, where it is absent, or opaque.', choice(['jwt', 'opaque']))
  format?: 'jwt' | 'opaque';

  @Field('Its issuer; by default the address by which this request came, or the one of the settings.', text())
  issuer?: string;

  @Field('Its caller (sub and client_id); wfm where it is absent.', text())
  subject?: string;

  @Field('For which service, or which ones.', textOrTexts)
  audience?: string | string[];

  @Field('Space-separated scopes.', text())
  scope?: string;

  @Field('How long it lives.', span)
  lifetime?: Span;

  @Field('Claims over those of the kind; null removes one.', record)
  claims?: Record<string, unknown>;

  @Field('Parameters of the header over those of the kind; null removes one.', record)
  header?: Record<string, unknown>;

  @Field('For missing-claim: which one; exp where it is absent.', text())
  missing?: string;

  @Field('For huge: bytes of padding; 32 KiB where it is absent.', whole(1, LARGEST_TOKEN))
  size?: number;
}

/** What a mint needs beside the world: the `iss` of good tokens, and their audience and lifetime in seconds. */
export interface MintDefaults {
  readonly issuer: string;
  readonly audience: string;
  readonly lifetime: number;
}

/** Kinds that mean something without a signature. */
const OPAQUE_KINDS: readonly TokenKind[] = [
  'valid',
  'expired',
  'future',
  'wrong-issuer',
  'wrong-audience',
  'wrong-scope',
];

/** @throws ControlProblem 400 for a header that nobody can sign, and for an opaque token of a kind about signatures */
export async function mintFor(
  world: IssuerWorld,
  body: MintBody,
  defaults: MintDefaults,
): Promise<MintedToken> {
  const { kind = 'valid', format = 'jwt', issuer = defaults.issuer, lifetime, ...rest } = body;
  if (format === 'opaque' && !OPAQUE_KINDS.includes(kind)) throw refuseOpaque();
  const { clock, keys, ids } = world;
  const now = (): number => clock.now();
  const context = { ...defaults, issuer, alg: 'ES256', now, keys, ids } as const;
  try {
    const minted = await mintToken(context, kind, { ...rest, lifetime: parseSpan(lifetime) });
    return format === 'opaque' ? exchangeForOpaque(world, minted) : minted;
  } catch (error) {
    if (rest.header === undefined && rest.claims === undefined) throw error;
    throw new ControlProblem(400, `Nobody can sign such a token: ${(error as Error).message}`);
  }
}

/** The same claims behind a text that only introspection understands. */
function exchangeForOpaque(world: IssuerWorld, { kind, flaw, claims }: MintedToken): MintedToken {
  const token = `${OPAQUE_PREFIX.access}${world.ids.next()}`;
  world.tokens.recordAccess(token, factsOf(claims));
  return { token, kind, flaw, header: {}, claims };
}

const refuseOpaque = (): ControlProblem =>
  new ControlProblem(400, 'An opaque token has no signature that could be wrong.', [
    { path: 'kind', fault: `must be one of ${OPAQUE_KINDS.join(', ')} for an opaque token` },
  ]);
