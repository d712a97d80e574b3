import { Module } from '@nestjs/common';
import { ClientAuthentication } from './client-authentication.js';

@Module({ providers: [ClientAuthentication], exports: [ClientAuthentication] })
export class AuthenticationModule {}
