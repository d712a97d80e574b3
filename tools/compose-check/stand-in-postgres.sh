#!/bin/sh
# Stands in for the entry point of the published image: the first start makes the cluster and the database that are named.
set -eu
bin=$(echo /usr/lib/postgresql/*/bin)
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  "$bin/initdb" --pgdata "$PGDATA" --username "$POSTGRES_USER" --pwfile "$POSTGRES_PASSWORD_FILE" \
    --auth-local trust --auth-host scram-sha-256 --encoding UTF8 > /dev/null
  echo 'host all all all scram-sha-256' >> "$PGDATA/pg_hba.conf"
  "$bin/pg_ctl" --pgdata "$PGDATA" --wait --options "-c listen_addresses=''" start > /dev/null
  "$bin/createdb" --host /var/run/postgresql --username "$POSTGRES_USER" "$POSTGRES_DB"
  "$bin/pg_ctl" --pgdata "$PGDATA" --wait stop > /dev/null
fi
exec "$bin/postgres" -D "$PGDATA" -c listen_addresses='*'
