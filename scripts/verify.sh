#!/usr/bin/env bash
# `npm run verify`: everything that proves a tree: packages, build, the check command, the outside engines, the browser.
# Installs what it needs where it can (Debian, as root): Chromium, Mosquitto, PostgreSQL. What is absent is said plainly.
set -euo pipefail
cd "$(dirname "$0")/.."
began=$SECONDS

say() { printf '\n== %s\n' "$*"; }

need() { # need PACKAGE FILE: a Debian package that brings FILE
  [ -e "$2" ] && return
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then missing+=("$1"); else echo "absent, its tests are skipped: $1"; fi
}

say 'what the tests need'
missing=()
need chromium /usr/bin/chromium
need mosquitto /usr/sbin/mosquitto
need postgresql-15 /usr/lib/postgresql/15/bin/initdb
need openssl /usr/bin/openssl
if [ "${#missing[@]}" -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
[ -d node_modules/vitest ] || npm ci

say 'build'
node scripts/build.mjs

say 'check'
node scripts/check.mjs

say 'browser'
# Within half an hour on a slow machine that draws maps in software; `npm run browser` runs them all.
node scripts/browser.mjs claims decisions

printf '\nverified in %d s\n' "$((SECONDS - began))"
