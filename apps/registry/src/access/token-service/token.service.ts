import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from '../../http/logger.js';
import type { RegistrySettings } from '../../settings.js';
import { SETTINGS } from '../../storage/tokens.js';
import { checkSingleAuthorization } from './basic-credentials.js';
import { LoginLog } from './login-log.js';
import { refuseCredentials } from './refused-login.js';
import type { RelayedAnswer, RelayedRequest } from './relay.js';
import type { TokenAnswer } from './token-answer.js';
import { TokenError } from './token-error.js';
import { parseTokenForm, parseTokenQuery, type TokenRequest } from './token-request.js';
import { TOKEN_SOURCES, type TokenSources } from './token-sources.js';

const LIKE_A_JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** A request to `/token` as it came. */
export interface RawTokenRequest extends RelayedRequest {
  readonly requestId: string;
  readonly rawHeaders: readonly string[];
  /** Of the client, as far as the registry can tell. */
  readonly address: string;
}

/** Decides who answers a request for a token: this registry for its own accounts, else the server behind it, else nobody. */
@Injectable()
export class TokenService implements OnApplicationShutdown {
  private readonly service: string;
  private readonly log: LoginLog;

  constructor(
    @Inject(TOKEN_SOURCES) private readonly sources: TokenSources,
    @Inject(SETTINGS) settings: RegistrySettings,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.log = new LoginLog(logger);
    this.service = settings.access.audience;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.sources.close();
  }

  /** @throws OciError `unauthorized`, `request-invalid`, `too-many-logins`, `logins-busy`, `token-service-unavailable` */
  async answer(raw: RawTokenRequest): Promise<RelayedAnswer> {
    checkSingleAuthorization(raw.rawHeaders);
    const request = await this.recogniseToken(this.parse(raw));
    try {
      const answer = await this.decide(raw, request);
      if (answer.status === 401) await this.report(refuseCredentials(), raw, request);
      return answer;
    } catch (error) {
      await this.report(error, raw, request);
      throw error;
    }
  }

  private async report(
    error: unknown,
    { requestId, address }: RawTokenRequest,
    { credentials }: TokenRequest,
  ): Promise<void> {
    const name = credentials?.account;
    const account = name !== undefined && (await this.sources.own.hasAccount(name)) ? name : undefined;
    this.log.refused(error, { requestId, address, account });
  }

  private async decide(raw: RawTokenRequest, request: TokenRequest): Promise<RelayedAnswer> {
    if (await this.isOwn(request)) return fine(await this.answerMyself(raw, request));
    if (this.sources.relay) return this.passOn(raw, request);
    return fine(await this.trade(raw, request));
  }

  private parse({ method, search, authorization, body = '' }: RawTokenRequest): TokenRequest {
    return method === 'GET'
      ? parseTokenQuery(new URLSearchParams(search), authorization, this.service)
      : parseTokenForm(new URLSearchParams(body), this.service);
  }

  /** A robot has a refresh token for a password, under whatever name (AUTH-16). */
  private async recogniseToken(request: TokenRequest): Promise<TokenRequest> {
    const { credentials, ...rest } = request;
    if (!credentials || !LIKE_A_JWT.test(credentials.password)) return request;
    const isOurs = await this.sources.own.hasSigned(credentials.password);
    return isOurs ? { ...rest, refreshToken: credentials.password } : request;
  }

  /** An account of the htpasswd file is never asked for elsewhere; what everybody may pull needs nobody else. */
  private async isOwn({ credentials, refreshToken }: TokenRequest): Promise<boolean> {
    const { own, relay, bridge } = this.sources;
    if (!relay && !bridge) return true;
    if (credentials) return own.hasAccount(credentials.account);
    return refreshToken === undefined ? !relay || own.servesEverybody : own.hasSigned(refreshToken);
  }

  private answerMyself({ address }: RawTokenRequest, request: TokenRequest): Promise<TokenAnswer> {
    const { own } = this.sources;
    const { credentials, refreshToken, scopes } = request;
    if (credentials) return own.login(credentials, request, address);
    return refreshToken === undefined ? own.anonymous(scopes) : own.refresh(refreshToken, request);
  }

  /** The service behind decides what a request means, so all of it belongs to the question. */
  private async passOn(raw: RawTokenRequest, { credentials }: TokenRequest): Promise<RelayedAnswer> {
    const { relay, logins } = this.sources;
    const { address, method, search, body } = raw;
    const pass = () => relay!.pass(raw);
    if (!credentials) return (await pass()).result;
    return logins.run({ credentials, address, question: `${method} ${search} ${body}` }, pass);
  }

  private async trade({ address }: RawTokenRequest, { credentials }: TokenRequest): Promise<TokenAnswer> {
    const { bridge, logins } = this.sources;
    if (!credentials)
      throw new TokenError('unsupported_grant_type', 'This registry gives no refresh tokens. Log in again.');
    const answer = await logins.run({ credentials, address }, () => bridge!.login(credentials));
    if (!answer) throw refuseCredentials();
    return answer;
  }
}

function fine(body: object): RelayedAnswer {
  return { status: 200, headers: {}, body };
}
