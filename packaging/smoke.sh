#!/usr/bin/env bash
# Starts the packaged program outside its environment, in an empty folder, and takes a snapshot:
#   packaging/smoke.sh dist/parktwin/parktwin
set -euo pipefail
program=$(realpath "$1")

empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
cd "$empty"
outside() {
    echo "+ parktwin $*"
    env -i HOME="$empty" PATH=/usr/bin:/bin "$program" "$@"
}

outside doctor
outside simulate baseline --json >baseline.json
outside snapshot baseline --park ai --at 2026-06 --size 640x360 --out ai.png
width_and_height=$(od --address-radix=n --skip-bytes=16 --read-bytes=8 --format=u1 ai.png | tr -s ' ')
[ "$width_and_height" = " 0 0 2 128 0 0 1 104" ] || { echo "ai.png is not a PNG of 640x360" >&2; exit 1; }
[ "$(wc -c <ai.png)" -gt 50000 ] || { echo "ai.png is empty" >&2; exit 1; }
echo "The packaged program works: $(du -sh "$(dirname "$program")" | cut -f 1), picture of $(wc -c <ai.png) bytes."
