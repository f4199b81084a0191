#!/bin/sh
# Compiles static/scss into static/css/onedoor.css. Development only: a running Onedoor needs neither node nor npm.
# Pinned versions: the same sources must give the same bytes (docs/decisions/010-theme-build.md).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --no-save --omit=optional --ignore-scripts --loglevel=error \
    sass@1.108.2 bootstrap@5.3.9
"$work/node_modules/.bin/sass" --style=compressed --no-source-map --quiet-deps \
    --silence-deprecation=import,global-builtin,color-functions,if-function \
    --load-path="$work/node_modules" "$here/onedoor.scss" "$here/../css/onedoor.css"
printf 'onedoor.css: %s bytes, %s gzipped\n' "$(wc -c <"$here/../css/onedoor.css")" \
    "$(gzip -9 -c "$here/../css/onedoor.css" | wc -c)"
