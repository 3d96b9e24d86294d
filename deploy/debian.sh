#!/usr/bin/env bash
# Builds a package for Debian of a wheel, with the tools that every Debian has: dist/inbox-bot_VERSION_ARCHITECTURE.deb.
# Where root builds it, it is tried as well: unpacked at its places, seen by nobody else, it reads a mail in its cage.
#
#   deploy/debian.sh dist/inbox_bot-VERSION-py3-none-any.whl
#
# Debian's own Python runs it (PYTHON=/usr/bin/python3); what it runs on comes along in /opt/inbox-bot, by hash.
set -euo pipefail
cd "$(dirname "$0")/.."
wheel=${1:?which wheel? make deb builds one first}
python=${PYTHON:-/usr/bin/python3}
root=$PWD/build/deb
place=$root/opt/inbox-bot

rm -rf "$root"
mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/share/doc/inbox-bot" "$root/usr/share/man/man1" dist
"$python" -m venv "$place"
install_into() { "$place/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile "$@"; }
install_into --require-hashes -r requirements-runtime.lock
install_into --no-deps "$wheel"
"$place/bin/python" -m pip uninstall --quiet --yes pip setuptools
version=$("$place/bin/inbox-bot" --version | cut -d' ' -f2)

# Its programs are where they will be installed, not where it was built.
grep -rlIF "$root" "$place/bin" "$place/pyvenv.cfg" | xargs sed -i "s|$root||g"
"$python" -m compileall -qq -s "$root" "$place/lib" || true  # as pip: a library may hold a file for another Python

ln -s /opt/inbox-bot/bin/inbox-bot "$root/usr/bin/inbox-bot"
install -D -m 0644 deploy/inbox-bot.service "$root/lib/systemd/system/inbox-bot.service"
install -D -m 0644 deploy/inbox-bot.sysusers "$root/usr/lib/sysusers.d/inbox-bot.conf"
gzip -9n <deploy/inbox-bot.1 >"$root/usr/share/man/man1/inbox-bot.1.gz"
gzip -9n <CHANGELOG.md >"$root/usr/share/doc/inbox-bot/changelog.gz"
install -m 0644 LICENSE "$root/usr/share/doc/inbox-bot/copyright"
complete() { PYTHONPATH=$(echo "$place"/lib/python*/site-packages) "$python" -B -m inbox_bot completion "$1"; }
install -D -m 0644 <(complete bash) "$root/usr/share/bash-completion/completions/inbox-bot"
install -D -m 0644 <(complete zsh) "$root/usr/share/zsh/vendor-completions/_inbox-bot"

cat >"$root/DEBIAN/control" <<CONTROL
Package: inbox-bot
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: inbox_bot <inbox-bot@localhost>
Installed-Size: $(du --summarize --block-size=1024 "$root" | cut -f1)
Depends: libc6 (>= 2.28), $("$python" -c 'from sys import version_info as v; print(f"python3 (>= {v[0]}.{v[1]}), python3 (<< {v[0]}.{v[1] + 1})")')
Section: mail
Priority: optional
Description: looks after a company's recruitment mailbox
 It files applications by vacancy, answers applicants once, sets agencies apart, and tells its reviewers in a digest.
CONTROL
cat >"$root/DEBIAN/postinst" <<'SCRIPT'
#!/bin/sh
# The user, and the unit. It is not started: rules.yaml comes first (docs/server.md).
set -e
if command -v systemd-sysusers >/dev/null; then systemd-sysusers inbox-bot.conf; fi
if [ -d /run/systemd/system ]; then systemctl daemon-reload; systemctl try-restart inbox-bot.service; fi
SCRIPT
cat >"$root/DEBIAN/prerm" <<'SCRIPT'
#!/bin/sh
set -e
if [ "$1" = remove ] && [ -d /run/systemd/system ]; then systemctl disable --now inbox-bot.service; fi
SCRIPT
chmod 0755 "$root/DEBIAN/postinst" "$root/DEBIAN/prerm"
chmod -R u=rwX,go=rX "$root"
package=dist/inbox-bot_${version}_$(dpkg --print-architecture).deb
dpkg-deb -Zzstd --root-owner-group --build "$root" "$package"

if [ "$(id -u)" != 0 ] || ! unshare --mount true 2>/dev/null; then
  echo "not tried: only root can unpack it at its places"
  exit 0
fi
dpkg --no-act --install "$package"
tried=$(mktemp -d)
trap 'rm -rf "$tried"' EXIT
dpkg-deb --extract "$package" "$tried"
unshare --mount --propagation private sh -euc '
  mount --bind "$0/opt" /opt
  cd /
  [ "$(env -i "$0/usr/bin/inbox-bot" --version)" = "inbox-bot $1" ]
  env -i LC_ALL=C.UTF-8 "$0/usr/bin/inbox-bot" example >"$0/rules.yaml"
  env -i LC_ALL=C.UTF-8 "$0/usr/bin/inbox-bot" explain --rules "$0/rules.yaml" "$2" | grep -q "infrastructure-engineer"
' "$tried" "$version" "$PWD/inbox_bot/demo/mails/01-title-in-subject.eml"
echo "tried: it installs here, and reads a mail"
