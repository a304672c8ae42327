#!/usr/bin/env bash
# Locks what pyproject.toml asks for: versions and hashes, for every platform and Python that is supported. Needs uv.
# Existing pins stay where they still fit; `requirements/compile.sh --upgrade` takes the newest.
set -euo pipefail
cd "$(dirname "$0")/.."
lock() { uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet "$@"; }
lock pyproject.toml -o requirements/base.txt "${@}"
lock pyproject.toml -c requirements/base.txt --extra local --extra review --extra parquet -o requirements/all.txt "${@}"
lock pyproject.toml -c requirements/all.txt --extra dev -o requirements/dev.txt "${@}"
lock requirements/build.in -c requirements/dev.txt -o requirements/build.txt "${@}"
