import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { DockerTokenController } from './docker-token.controller.js';
import { DockerTokens } from './docker-tokens.js';

@Module({ imports: [TokensModule], controllers: [DockerTokenController], providers: [DockerTokens] })
export class DockerModule {}
