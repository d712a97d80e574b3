import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { blobStoreContract } from '@margo-registry/storage-core/testing';
import { BLOCK_SIZE } from './block-writer.js';
import { plugin } from './plugin.js';
import { AzureSettings } from './settings.js';
import { ACCOUNT, startAzurite, type Azurite } from './testing/azurite.js';
