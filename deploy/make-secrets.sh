#!/bin/sh
# Makes the secrets that docker-compose.yml reads, as files in ./secrets; what is there stays.
# usage: sh deploy/make-secrets.sh
set -eu
cd "$(dirname "$0")/.."
umask 077
mkdir -p secrets

# make <file> <content>. Containers read it as another user, so the file is readable and the folder is closed.
make() {
  if [ -e "secrets/$1" ]; then
    echo "secrets/$1: there already"
  else
    printf '%s' "$2" > "secrets/$1"
    echo "secrets/$1: made"
  fi
  chmod 444 "secrets/$1"
}

random() { head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }

make postgres-password "$(random)"
make metadata-url "postgres://registry:$(cat secrets/postgres-password)@postgres:5432/registry"
make s3-secret-key "$(random)"
