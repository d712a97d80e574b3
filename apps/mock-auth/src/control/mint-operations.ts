import type { IssuerWorld } from '../issuers/issuer-world.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from '../keys/signing-key.js';
import type { MintedToken, MintOptions } from '../mint/minted-token.js';
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

/** @throws ControlProblem 400 for a header that nobody can sign */
export async function mintFor(
  world: IssuerWorld,
  body: MintBody,
  defaults: MintDefaults,
): Promise<MintedToken> {
  const { kind = 'valid', issuer, lifetime, ...rest } = body;
  const { clock, keys, ids } = world;
  const context = {
    ...defaults,
    issuer: issuer ?? defaults.issuer,
    alg: 'ES256',
    now: () => clock.now(),
    keys,
    ids,
  } as const;
  const options: MintOptions = { ...rest, lifetime: parseSpan(lifetime) };
  try {
    return await mintToken(context, kind, options);
  } catch (error) {
    if (rest.header === undefined && rest.claims === undefined) throw error;
    throw new ControlProblem(400, `Nobody can sign such a token: ${(error as Error).message}`);
  }
}
