import { Module } from '@nestjs/common';
import { BlobsModule } from '../blobs/blobs.module.js';
import { AppendChunk } from './append-chunk.js';
import { FinishUpload } from './finish-upload.js';
import { OpenUploads } from './open-uploads.js';
import { RunningHashes } from './running-hash.js';
import { SegmentAppend } from './segment-append.js';
import { UploadClaims } from './upload-claims.js';
import { UploadsController } from './uploads.controller.js';
import { UploadsService } from './uploads.service.js';
import { WholeBlob } from './whole-blob.js';

@Module({
  imports: [BlobsModule],
  controllers: [UploadsController],
  providers: [
    UploadsService,
    OpenUploads,
    AppendChunk,
    FinishUpload,
    WholeBlob,
    SegmentAppend,
    UploadClaims,
    RunningHashes,
  ],
})
export class UploadsModule {}
