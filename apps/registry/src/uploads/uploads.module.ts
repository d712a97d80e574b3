import { Module } from '@nestjs/common';
import { BlobsModule } from '../blobs/blobs.module.js';
import { AppendChunk } from './append-chunk.js';
import { BlobAssembly } from './blob-assembly.js';
import { FinishRow } from './finish-row.js';
import { FinishUpload } from './finish-upload.js';
import { OpenUploads } from './open-uploads.js';
import { RunningHashes } from './running-hash.js';
import { SegmentAppend } from './segment-append.js';
import { SmallUpload } from './small-upload.js';
import { UploadClaims } from './upload-claims.js';
import { UploadController } from './upload.controller.js';
import { UploadsController } from './uploads.controller.js';
import { WholeBlob } from './whole-blob.js';

@Module({
  imports: [BlobsModule],
  controllers: [UploadsController, UploadController],
  providers: [
    OpenUploads,
    AppendChunk,
    SmallUpload,
    SegmentAppend,
    FinishUpload,
    FinishRow,
    BlobAssembly,
    WholeBlob,
    UploadClaims,
    RunningHashes,
  ],
})
export class UploadsModule {}
