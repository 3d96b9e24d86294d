#!/usr/bin/env bash
# Prints the path of each supported Python that this machine has, a line each: from the PATH, else from pyenv.
for version in 3.11 3.12 3.13; do
  for python in "python$version" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python; do
    if "$python" -c "import sys; sys.exit('.'.join(map(str, sys.version_info[:2])) != '$version')" 2>/dev/null; then
      command -v "$python"
      break
    fi
  done
done
