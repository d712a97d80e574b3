#!/bin/sh
# Takes out of installed packages what no running program reads (licences stay), and the workspaces that are not installed.
# usage, in the folder with node_modules: sh slim-packages.sh
set -eu
find node_modules -type f ! -iname 'licen[cs]e*' ! -iname 'copying*' ! -iname 'notice*' \
  \( -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.map' -o -iname '*.md' \) -delete
rm -rf node_modules/@types node_modules/typeorm/browser node_modules/@libsql/*-musl tools apps/registry-e2e
rm -f slim-packages.sh
