import type { MintContext } from './mint-context.js';
import type { MintedToken, MintOptions } from './minted-token.js';
import { RECIPES, type Recipe, type TokenKind } from './recipes.js';
import { sealWithCurrentKey } from './seals.js';
import { changeKeys, draftToken } from './token-draft.js';

/**
 * A token of that kind, without any flow: nobody is asked and nothing is remembered.
 * The kind's changes come first, the caller's `claims` and `header` over them.
 */
export async function mintToken(
  context: MintContext,
  kind: TokenKind,
  options: MintOptions = {},
): Promise<MintedToken> {
  const recipe: Recipe = RECIPES[kind];
  const good = await draftToken(context, options);
  const claims = changeKeys(changeKeys(good.claims, recipe.claims?.(context, options)), options.claims);
  const header = changeKeys(changeKeys(good.header, recipe.header?.(context)), options.header);
  const token = await (recipe.seal ?? sealWithCurrentKey)({ alg: good.alg, header, claims }, context);
  return { token, kind, flaw: recipe.flaw, ...readParts(token) };
}

/** What the token itself says: a seal may have changed it. */
function readParts(token: string): Pick<MintedToken, 'header' | 'claims'> {
  const [header, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
  return { header: JSON.parse(header ?? '{}'), claims: JSON.parse(claims ?? '{}') };
}
