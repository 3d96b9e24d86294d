#!/usr/bin/env bash
# Installs the servers that the tests run against, and a browser, where this is a Debian and we are root; elsewhere says what to install.
set -u
missing=()
command -v dovecot >/dev/null || [ -x /usr/sbin/dovecot ] || missing+=(dovecot-imapd)
[ -e /usr/lib/dovecot/modules/lib90_sieve_plugin.so ] || missing+=(dovecot-sieve)
[ -x /usr/lib/dovecot/lmtp ] || missing+=(dovecot-lmtpd)
compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
command -v clamd >/dev/null || [ -x /usr/sbin/clamd ] || missing+=(clamav-daemon)
command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium fonts-dejavu-core)
command -v zsh >/dev/null || missing+=(zsh)
command -v jq >/dev/null || missing+=(jq)
command -v cc >/dev/null || command -v gcc >/dev/null || missing+=(gcc libc6-dev)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing for the tests: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  # No service of the system's is started: the tests run their own, on high ports.
  policy=/usr/sbin/policy-rc.d
  [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod +x "$policy"; trap 'rm -f "$policy"' EXIT; }
  { apt-get -qq update && apt-get -qq install -y --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 && exit 0
  echo "apt-get could not install them: ${missing[*]}" >&2
fi
echo "Not installed: ${missing[*]}. The tests marked 'dovecot' (mailbox, end to end, duels) or 'postgres' (the ledger on" >&2
echo "PostgreSQL) are left out, and so are those of the digest's page where there is no Chromium, of the virus scanner where" >&2
echo "there is no clamd, of completion in zsh, those of what pages show where there is no jq, and of faults where there is no C compiler. On Debian or Ubuntu: sudo apt-get install ${missing[*]}" >&2
exit 0
