import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { OpenAccessGuard } from './open-access.guard.js';

@Module({ providers: [{ provide: APP_GUARD, useClass: OpenAccessGuard }] })
export class AccessModule {}
