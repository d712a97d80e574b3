import { MinioServer } from './minio.mjs';
import { PostgresServer } from './postgres.mjs';

/** A Postgres and a MinIO, and on them any number of empty stores. */
export class CloudStores {
  /** @param {PostgresServer} postgres @param {MinioServer} minio */
  constructor(postgres, minio) {
    this.postgres = postgres;
    this.minio = minio;
  }

  /** @param {{ postgres: string, minio: string }} programs paths of both */
  static async start(programs) {
    const [postgres, minio] = await Promise.all([
      PostgresServer.start(programs.postgres),
      MinioServer.start(programs.minio),
    ]);
    return new CloudStores(postgres, minio);
  }

  /** Makes an empty database and an empty bucket; the variables with which a registry uses both. @returns {Promise<Record<string, string>>} */
  async make() {
    return {
      REGISTRY_METADATA_DRIVER: 'postgres',
      REGISTRY_METADATA_URL: this.postgres.url(await this.postgres.makeDatabase()),
      ...this.minio.variables(this.minio.makeBucket()),
    };
  }

  async remove() {
    await Promise.all([this.postgres.remove(), this.minio.remove()]);
  }
}
