# The recipes of the project. CI runs .ci/run, which needs no just.

# List the recipes
default:
    @just --list

# All tests of the workspace, or those that are named: just test -p gpai-rules
test *ARGS:
    .ci/test {{ ARGS }}

# What CI runs, in the same order
check:
    .ci/run

# Format every crate
fmt:
    cargo fmt --all

# Lints; a warning is an error
clippy:
    cargo clippy --workspace --all-targets --all-features -- -D warnings

# Documentation of the code; a broken link is an error
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps

# Look at snapshots that differ, one by one, and take or refuse them
review:
    @cargo insta --version >/dev/null 2>&1 || { echo "cargo-insta is not installed; install it with: cargo install cargo-insta" >&2; exit 1; }
    cargo insta test --workspace --review

# The page in a real browser, and its walker against the engine; needs node 20, chromium, and `npm ci` in web/tests
page:
    cargo test --workspace --features gpai/page-tests,gpai-report/page-tests --test page --test parity --test chart_page

# The pictures of docs/pictures, taken anew
pictures:
    GPAI_PICTURES="{{ justfile_directory() }}/docs/pictures" cargo test --workspace --features gpai/page-tests --test page pictures

# The built program on real model folders, which are expected in ../shared/cases
conformance:
    .ci/conformance

# The tests of the Python package, with the program from target/debug
python *ARGS:
    cargo build -p gpai
    cd python && GPAI_PROGRAM="{{ justfile_directory() }}/target/debug/gpai" python3 -m unittest {{ ARGS }}

# The wheels for Linux systems with glibc 2.17 or newer, into target/wheels: compiles all, by zig; the tag is held against the binary
wheel:
    python3 -m venv target/wheel-tools
    target/wheel-tools/bin/python -m pip install --quiet 'maturin>=1.9,<2' ziglang
    rm -rf target/wheels
    cd python && PATH="$PWD/../target/wheel-tools/bin:$PATH" maturin build --release --zig --compatibility manylinux2014 --out ../target/wheels
    python3 .ci/wheel.py check --largest 10 target/wheels/*.whl

# Each fuzz target for SECONDS; works on a stable toolchain
fuzz SECONDS="60":
    #!/usr/bin/env bash
    set -euo pipefail
    if ! cargo fuzz --version >/dev/null 2>&1; then
      echo "cargo-fuzz is not installed; install it with: cargo install cargo-fuzz" >&2
      exit 1
    fi
    export RUSTC_BOOTSTRAP=1
    for target in $(cargo fuzz list); do
      cargo fuzz run "$target" -- -max_total_time={{ SECONDS }}
    done

# Benchmarks
bench:
    cargo bench --workspace

# Licences, advisories, sources of the dependencies
deny:
    @cargo deny --version >/dev/null 2>&1 || { echo "cargo-deny is not installed; install it with: cargo install cargo-deny" >&2; exit 1; }
    cargo deny check --hide-inclusion-graph

# Dependencies that nobody uses
machete:
    @cargo machete --version >/dev/null 2>&1 || { echo "cargo-machete is not installed; install it with: cargo install cargo-machete" >&2; exit 1; }
    cargo machete

# What is handed out: tarball, Debian package, bill of materials, checksums, in target/dist
dist:
    cargo build --locked --workspace --bins --profile release-dist
    packaging/dist target/release-dist target/dist

# A Debian package of programs that are built already, such as target/release
deb FOLDER="target/release":
    packaging/dist {{ FOLDER }} target/dist

# The documentation as static pages, in target/docs-site
docs-site:
    cargo run --release -- site --docs --pages docs -o target/docs-site
