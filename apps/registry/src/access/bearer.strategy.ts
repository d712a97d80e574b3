import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { IncomingMessage } from 'node:http';
import { Strategy } from 'passport-custom';
import { readBearerToken } from './bearer-token.js';
import type { TokenFacts } from './tokens/token-facts.js';
import { Tokens } from './tokens/tokens.js';

/** Passport's way to ask: who sends this request? Verifies the token; what it allows is decided by the guard. */
@Injectable()
export class BearerStrategy extends PassportStrategy(Strategy, 'bearer') {
  constructor(@Inject(Tokens) private readonly tokens: Tokens) {
    super();
  }

  /** Throws `TokenRefused` or `authorization-unavailable`. */
  async validate(request: {
    readonly raw: IncomingMessage;
    readonly asksAnew?: boolean;
  }): Promise<TokenFacts> {
    return this.tokens.verify(readBearerToken(request.raw) ?? '', request.asksAnew === true);
  }
}
