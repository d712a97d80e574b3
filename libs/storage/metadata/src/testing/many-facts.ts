/** What {@link MANY_FACTS} makes. */
export const MANIFESTS = 100_000;

/**
 * SQL of Postgres that fills empty tables: the repository `acme/app` holds half of everything, 999 others the rest. Keys that refer to
 * others are not checked while it runs, which takes a superuser and a tenth of the time.
 */
export const MANY_FACTS = `
  SET session_replication_role = replica;
  INSERT INTO repositories (name, created_at)
    SELECT CASE n WHEN 1 THEN 'acme/app' ELSE 'repository/' || n END, 0 FROM generate_series(1, 1000) n;
  CREATE TEMPORARY TABLE things AS
    SELECT n, CASE WHEN n % 2 = 0 THEN 1 ELSE 2 + n % 999 END AS repository_id,
      'sha256:' || encode(sha256(n::text::bytea), 'hex') AS digest
    FROM generate_series(1, ${MANIFESTS}) n;
  INSERT INTO blobs SELECT digest, n, CASE WHEN n % 5 > 0 THEN 'l/' || n END, CASE WHEN n % 1000 = 0 THEN 1 END, 0 FROM things;
  INSERT INTO small_blobs SELECT digest, 'payload' FROM things WHERE n % 5 = 0;
  INSERT INTO repository_blobs SELECT repository_id, digest, 0 FROM things;
  INSERT INTO manifests
    SELECT repository_id, digest, 'application/json', 'type/' || n % 3, CASE WHEN n % 10 = 0 THEN 'sha256:' || n % 100 END,
      7, NULL, 0, NULL, 0, 'payload' FROM things;
  INSERT INTO manifest_refs
    SELECT repository_id, digest, position, digest, 'layer', CASE WHEN n % 100 > 0 THEN digest END, NULL
    FROM things, generate_series(0, 1) position;
  INSERT INTO manifest_refs
    SELECT repository_id, digest, 2, digest, 'manifest', NULL, digest FROM things WHERE n % 20 = 0;
  INSERT INTO tags SELECT repository_id, 'v' || n, digest, 0 FROM things;
  INSERT INTO reports SELECT repository_id, digest, 'p', 'warn', '[]', 0 FROM things WHERE n % 10 = 0;
  INSERT INTO packages
    SELECT repository_id, digest, CASE repository_id WHEN 1 THEN 'acme/app' ELSE 'repository/' || repository_id END, 'p',
      'app' || n % 7, 'Name ' || n, 'v' || n, 'v' || n, lpad(n::text, 9, '0'), n % 2, 1, NULL, 'name ' || n, '{}'
    FROM things WHERE n % 10 = 0;
  INSERT INTO package_words SELECT repository_id, digest, 'tag', 'word' || n % 20 FROM things WHERE n % 10 = 0;
  INSERT INTO uploads
    SELECT 'u' || n, 'repository/' || n % 500, 'caller' || n % 50, (ARRAY['open', 'appending', 'done', 'cancelled'])[1 + n % 4],
      n % 3, NULL, 1, 0, n, NULL, NULL FROM generate_series(1, 20000) n;
  INSERT INTO doomed_locations SELECT 'd/' || n, n FROM generate_series(1, 20000) n;
  INSERT INTO sightings SELECT (ARRAY['empty', 'orphan'])[1 + n % 2], 's/' || n, n, n FROM generate_series(1, 20000) n;
  ANALYZE;`;
