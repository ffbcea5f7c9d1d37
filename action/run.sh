#!/usr/bin/env bash
# What the action runs: installs the wheel of this release in an environment of its own, assesses the folders, writes SARIF into
# RUNNER_TEMP and a summary for the page of the step, annotates where asked, and ends with the code of `gpai check`.
# Outside GitHub it needs RUNNER_TEMP alone; pip reads its own variables (PIP_INDEX_URL, PIP_NO_INDEX, PIP_FIND_LINKS).
set -euo pipefail

release=${GPAI_RELEASE:-}
release=${release:-0.1.0}
fail_on=${GPAI_FAIL_ON:-gap}
lang=${GPAI_LANG_OF_TEXTS:-en}
if ! [[ $release =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
  printf '::error title=gpai check::version has to be a release such as 0.1.0\n'
  exit 2
fi

folder=${RUNNER_TEMP:?RUNNER_TEMP names the folder for temporary files}/gpai-check
python=$folder/environment/bin/python
if ! "$python" -c "import gpai_check, sys; sys.exit(gpai_check.__version__ != '$release')" 2>/dev/null; then
  rm -rf "$folder/environment"
  python3 -m venv "$folder/environment"
  # A wheel and nothing that would be compiled or run while it is installed.
  "$python" -m pip install --quiet --disable-pip-version-check --only-binary :all: "gpai-check==$release"
fi

paths=()
while IFS= read -r line; do
  [ -z "$line" ] || paths+=("$line")
done <<<"${GPAI_PATHS:-.}"

sarif=$folder/gpai.sarif
summary=()
[ -z "${GITHUB_STEP_SUMMARY:-}" ] || summary=("--step-summary=$GITHUB_STEP_SUMMARY")
code=0
"$python" -m gpai_check check --format sarif --fail-on "$fail_on" --lang "$lang" ${summary[@]+"${summary[@]}"} \
  -- "${paths[@]}" >"$sarif" || code=$?
if [ -s "$sarif" ]; then
  # For who reads the log.
  "$python" -m gpai_check check --fail-on "$fail_on" --lang "$lang" -- "${paths[@]}" || true
  if [ "${GPAI_ANNOTATIONS:-false}" = true ]; then
    "$python" -m gpai_check.github "$sarif"
  fi
  [ -z "${GITHUB_OUTPUT:-}" ] || printf 'sarif=%s\n' "$sarif" >>"$GITHUB_OUTPUT"
fi
[ -z "${GITHUB_OUTPUT:-}" ] || printf 'exit-code=%s\n' "$code" >>"$GITHUB_OUTPUT"
exit "$code"
