#!/usr/bin/env bash
# Resolve the dependencies anew into three lock files with hashes and without the name of any index.
set -euo pipefail
cd "$(dirname "$0")"
uv=.venv/bin/uv
options=(--universal --generate-hashes --no-header --no-emit-index-url --no-annotate --quiet)
# DuckDB's extensions, which load only into their own version, exist for this release.
pins=$(mktemp)
trap 'rm -f "$pins"' EXIT
echo 'duckdb==1.5.5' >"$pins"
"$uv" pip compile pyproject.toml --upgrade -c "$pins" -o requirements.lock "${options[@]}"
"$uv" pip compile pyproject.toml --extra cluster --upgrade -c requirements.lock -o requirements-cluster.lock "${options[@]}"
"$uv" pip compile pyproject.toml --extra dev --upgrade -c requirements-cluster.lock -o requirements-dev.lock "${options[@]}"
