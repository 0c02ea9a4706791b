#!/usr/bin/env bash
# A real OpenAI-compatible server on 127.0.0.1: llama.cpp's, with half a megabyte of random weights. Its words mean nothing, its
# manners are real: json_schema is refused with status 500, JSON mode is kept to, answers are cut off.
#
# It is built once, into data/model-server (READOUTS_MODEL_SERVER names another folder); tests that use it are skipped without.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${READOUTS_MODEL_SERVER:-data/model-server}
port=${READOUTS_MODEL_PORT:-8099}
python=${PYTHON:-python3}
mkdir -p "$folder"
if ! "$folder/venv/bin/python" -c 'import llama_cpp, gguf' 2>/dev/null; then
    echo "building llama.cpp's server into $folder (some seven minutes on two cores)"
    "$python" -m venv "$folder/venv"
    "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check 'llama-cpp-python[server]' gguf
fi
test -f "$folder/tiny.gguf" || "$folder/venv/bin/python" tests/asking/tiny_model.py "$folder/tiny.gguf"
test "${1:-}" = --build && exit
echo "model: tiny, address: http://127.0.0.1:$port/v1 (Ctrl-C ends it)"
exec "$folder/venv/bin/python" -m llama_cpp.server --model "$folder/tiny.gguf" --model_alias tiny \
    --host 127.0.0.1 --port "$port" --n_ctx 8192
