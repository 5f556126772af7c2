#!/usr/bin/env bash
# Makes the locks of this folder anew from pyproject.toml, then checks that each installs from wheels alone
# on every Python and every system that the README names. Needs the developer's environment: 'make locks'.
set -euo pipefail
cd "$(dirname "$0")/.."

pythons=(3.11 3.12 3.13 3.14)
# The oldest system of each kind: PySide6 asks for glibc 2.34 (2.39 on ARM), pyproj for macOS 14 (15 on Intel).
systems=(x86_64-manylinux_2_34 aarch64-manylinux_2_39 x86_64-pc-windows-msvc aarch64-apple-darwin:14.0 x86_64-apple-darwin:15.0)
locks=(build run dev bench package)

# Neither the user's settings nor a private index may leak into a lock.
unset "${!UV_@}"
uv() { .venv/bin/uv --no-config --no-progress --quiet "$@"; }

compile() { # compile LOCK SOURCE...: the other locks of the same environment constrain it
    local lock=packaging/$1.txt
    shift
    uv pip compile "$@" --output-file "$lock" --universal --python-version "${pythons[0]}" --upgrade \
        --generate-hashes --only-binary :all: --no-emit-index-url --no-header --no-annotate
    echo "$lock: $(grep -c '==' "$lock") packages"
}

compile build --group pyproject.toml:build
compile run pyproject.toml --constraint packaging/build.txt
for lock in dev bench package; do
    compile "$lock" --group "pyproject.toml:$lock" --constraint packaging/build.txt --constraint packaging/run.txt
done

nowhere=$(mktemp -d)
trap 'rm -rf "$nowhere"' EXIT
for lock in "${locks[@]}"; do
    for python in "${pythons[@]}"; do
        for system in "${systems[@]}"; do
            MACOSX_DEPLOYMENT_TARGET=${system#*:} uv pip install --dry-run --target "$nowhere" \
                --python-version "$python" --python-platform "${system%:*}" \
                --require-hashes --only-binary :all: --requirement "packaging/$lock.txt"
        done
    done
    echo "packaging/$lock.txt: wheels for Python ${pythons[*]} on ${systems[*]%:*}"
done
