import { Module } from '@nestjs/common';
import { AuthenticationModule } from '../authentication/authentication.module.js';
import { IntrospectionController } from './introspection.controller.js';
import { RevocationController } from './revocation.controller.js';
import { TokenService } from './token.service.js';

@Module({
  imports: [AuthenticationModule],
  controllers: [IntrospectionController, RevocationController],
  providers: [TokenService],
  exports: [TokenService],
})
export class TokensModule {}
