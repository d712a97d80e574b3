import { OAuthError } from '../http/oauth-error.js';
import { IssuerWorld, type WorldOrigin } from './issuer-world.js';

/** Each issuer has keys and a journal: a caller that invents names must not fill the memory. */
const MOST = 10_000;

/** All issuers of the process, by first path segment; each is made when somebody first speaks to it. */
export class IssuerWorlds {
  private readonly worlds = new Map<string, IssuerWorld>();

  constructor(private readonly origin: WorldOrigin) {
    this.get('');
  }

  /** The root issuer: that of paths without an issuer's segment. */
  get root(): IssuerWorld {
    return this.get('');
  }

  /** The issuer of that name, made where it is missing. @throws OAuthError 503 when there are too many */
  get(name: string): IssuerWorld {
    const known = this.worlds.get(name);
    if (known) return known;
    if (this.worlds.size >= MOST) {
      throw new OAuthError('temporarily_unavailable', {
        status: 503,
        description: `There are ${MOST} issuers already; delete those that are no longer needed.`,
      });
    }
    const world = new IssuerWorld(name, this.origin);
    this.worlds.set(name, world);
    return world;
  }

  /** Puts a prepared world in the place of the one of its name; requests under way end in the old one. */
  replace(world: IssuerWorld): void {
    this.worlds.set(world.name, world);
  }

  find(name: string): IssuerWorld | undefined {
    return this.worlds.get(name);
  }

  /** In the order in which they were made; the root issuer first. */
  list(): readonly IssuerWorld[] {
    return [...this.worlds.values()];
  }

  /** Forgets an issuer and all it knows; the root issuer is reset instead. Absent is success. */
  delete(name: string): void {
    if (name === '') this.root.reset();
    else this.worlds.delete(name);
  }

  /** The root issuer as at the start, all others gone. */
  reset(): void {
    this.root.reset();
    for (const name of [...this.worlds.keys()]) if (name !== '') this.worlds.delete(name);
  }
}
