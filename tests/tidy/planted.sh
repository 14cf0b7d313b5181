#!/usr/bin/env bash
# The tidy test must be able to fail: plants one breach of each kind in a
# scratch tree and expects every one to be named.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree"/{domain,storage,http,tests}
echo '#include "storage/store.hpp"' >"$tree/domain/a.cpp"
echo '#include <spdlog/spdlog.h>' >"$tree/domain/b.cpp"
echo '#include "actors/order.hpp"' >"$tree/storage/c.cpp"
echo '#include "actors/protocol.hpp"' >"$tree/http/d.cpp"
echo 'void f() { std::this_thread::sleep_for(1s); }' >"$tree/tests/e.cpp"
{ echo 'void long_one() {'; for _ in {1..80}; do echo '  g();'; done; echo '}'; } \
  >"$tree/storage/f.cpp"
out=$(python3 "$here/tidy.py" "$tree" || true)
for expected in "domain/a.cpp:1: domain/ must not know storage/store.hpp" \
    "domain/b.cpp:1: domain/ is pure" \
    "storage/c.cpp:1: storage/ must not know actors/order.hpp" \
    "http/d.cpp:1: http/ sees only actors/front.hpp" \
    "tests/e.cpp:1: sleep_for" "storage/f.cpp:1: function of 82 lines"; do
  grep -qF "$expected" <<<"$out" || { echo "not caught: $expected"; exit 1; }
done
echo "all planted breaches were caught"
