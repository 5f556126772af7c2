#!/usr/bin/env bash
# Tries the committed state in a bare Debian 12 that has python3, git and make and nothing else:
#   packaging/bare-system.sh [COMMAND...]     COMMANDs are run there in turn; 'make run' and 'make test' if none are named
# Needs root and debootstrap. Everything lies in a folder under TMPDIR that is removed at the end, unless KEEP is set.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$(id -u)" != 0 ] || ! command -v debootstrap >/dev/null; then
    echo "bare-system.sh needs root and debootstrap (apt-get install debootstrap)" >&2
    exit 2
fi
[ $# -gt 0 ] || set -- "make run" "make test"

bare=$(mktemp -d "${TMPDIR:-/tmp}/bare-system.XXXXXX")
chmod 755 "$bare"
if [ -n "${KEEP:-}" ]; then
    echo "kept: $bare"
else
    trap 'rm -rf --one-file-system "$bare"' EXIT
fi

# The mirror that this machine's apt uses, if it knows Debian 12; else debootstrap's own.
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Codename: bookworm' 'Origin: Debian' 2>/dev/null | sort -u | head -n 1)
debootstrap --variant=minbase --include=python3,git,make,ca-certificates bookworm "$bare" ${mirror:+"$mirror"} \
    >"$bare.log" || { tail "$bare.log" >&2; exit 1; }
rm -f "$bare.log"
# What the network here asks for: names, trusted certificates.
cp -L /etc/resolv.conf /etc/hosts "$bare/etc/"
cp -L /etc/ssl/certs/ca-certificates.crt "$bare/etc/ssl/certs/"
git clone --quiet --no-hardlinks . "$bare/srv/parktwin"
chroot "$bare" useradd planner
proxies=$(env | grep -iE '^(https?|no)_proxy=' || true)

inside() { # inside USER COMMAND: in namespaces of its own, so that no mount outlives it
    unshare --mount --pid --fork --mount-proc="$bare/proc" -- bash -c '
        bare=$1 user=$2 command=$3
        shift 3
        mount --rbind /dev "$bare/dev"
        exec chroot --userspec="$user" "$bare" env -i "$@" HOME=/tmp LANG=C.UTF-8 \
            PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin bash -c "cd /srv/parktwin && $command"
    ' - "$bare" "$1" "$2" $proxies
}

failed=0
step() { # step WANTED_CODE USER COMMAND
    local began=$SECONDS code=0
    echo "=== $2: $3"
    inside "$2" "$3" || code=$?
    echo "=== $2: $3: exit code $code after $((SECONDS - began)) s"
    [ "$code" = "$1" ] || failed=1
}

echo "=== Debian $(cat "$bare/etc/debian_version"), commit $(git -C "$bare/srv/parktwin" rev-parse --short HEAD), $(nproc) cores"
chroot "$bare" chown -R planner: /srv/parktwin
step 2 planner "make setup" # may not install: says the line that does
chroot "$bare" chown -R root: /srv/parktwin
for command in "$@"; do
    step 0 root "$command"
done
step 0 root "make setup" # does nothing any more
exit "$failed"
