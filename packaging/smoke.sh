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
# Replications run in processes that start this program anew; scipy draws, pyarrow writes.
outside ensemble baseline --runs 4 --workers 2 --out ensemble --json >ensemble.json
outside compare baseline slow_build --runs 2 --workers 2 >compare.txt
if said=$(outside ensemble baseline --runs 1 --scheduler tcp://127.0.0.1:9 --out nowhere 2>&1); then exit 1; fi
[[ $said == *"No Dask scheduler answers"* ]] || { echo "$said" >&2; exit 1; }
outside snapshot baseline --park ai --at 2026-06 --size 640x360 --out ai.png
outside desk baseline --shot desk.png
# Foreign files are read in a process of their own, with libraries that are loaded by name.
for ending in geojson dxf city.json gpkg; do
    outside park export vr --out "vr.$ending"
    outside park check "vr.$ending" --json >"$ending.report"
done
outside park import vr.geojson --out mine.gpkg
size() { od --address-radix=n --skip-bytes=16 --read-bytes=8 --format=u1 "$1" | xargs; } # of a PNG: width and height
[ "$(size ai.png)" = "0 0 2 128 0 0 1 104" ] || { echo "ai.png is not a PNG of 640x360" >&2; exit 1; }
for picture in ai.png desk.png; do
    [ "$(wc -c <$picture)" -gt 100000 ] || { echo "$picture is empty" >&2; exit 1; }
done
echo "The packaged program works: $(du -sh "$(dirname "$program")" | cut -f 1), pictures of $(wc -c <ai.png) and $(wc -c <desk.png) bytes."
