#!/usr/bin/env python3
"""House rules that a compiler does not check: who may include whom, calls
that have a better replacement, and lengths. Prints each breach with the way
out; exits 1 if there is any. Usage: tidy.py ROOT"""

import pathlib
import re
import sys

# Folder → folders whose headers it may include (itself always).
ARROWS = {
    "domain": [],
    "config": ["domain"],
    "storage": ["domain"],
    "connectors": ["domain"],
    "access": ["domain"],
    "web": [],
    "actors": ["domain", "storage", "connectors"],
    "http": ["domain", "storage", "connectors", "actors", "config", "access",
             "web"],
    "daemon": ["domain", "config", "storage", "connectors", "actors", "http"],
    "sandbox": ["domain", "connectors", "http"],
}
# Of the actors, http and daemon see the facade alone.
FACADE = {"actors/front.hpp"}
# Single files that stand lower than their folder.
LOWER = {"http/server.hpp", "http/server.cpp"}

PURE = re.compile(r"#include <(caf|boost/asio|boost/beast|rocksdb|spdlog)[/.>]")
FORBIDDEN = [
    (re.compile(r"system_clock::now"), {"daemon", "sandbox", "bench", "tests"},
     "take the instant as an argument, or the injected clock"),
    (re.compile(r"self->(send|request|delayed_send)\b"), {"sandbox"},
     "use rt::tell or rt::tell_self_after"),
    (re.compile(r"\bsleep_for\b|\bsleep_until\b|\busleep\("), {"bench"},
     "wait for a condition; in actors use a timer message"),
    (re.compile(r"\bdetached\b"), {"bench"}, "own the thread in daemon/"),
    (re.compile(r"\bTODO\b(?!\(#\d+\))|\bFIXME\b|\bXXX\b"), set(),
     "name a ticket: TODO(#123)"),
]
# The files that speak CAF's own syntax.
CAF_SPEAKERS = {"actors/runtime.hpp", "actors/steward.cpp"}

FILE_MAX = 500
FUNCTION_MAX = 70
INCLUDE = re.compile(r'#include "([a-z_]+)/([^"]+)"')


def functions(lines):
    """(first line, length) of each top-level or member function body, by
    the formatter's shape: an opening line ending in '{' that is no
    namespace, type or initialiser, closed by '}' at the same indent."""
    starts = re.compile(r"^(\s*)(?!namespace|class|struct|enum|union|extern)"
                        r"\S.*\)[^;=]*\{$")
    for i, line in enumerate(lines):
        m = starts.match(line)
        if not m or line.lstrip().startswith((":", ",")):
            continue
        close = m.group(1) + "}"
        for j in range(i + 1, len(lines)):
            if lines[j].startswith(close):
                yield i + 1, j - i + 1
                break


def check(root, path):
    rel = path.relative_to(root).as_posix()
    folder = rel.split("/")[0]
    lines = path.read_text(encoding="utf-8").split("\n")
    if len(lines) > FILE_MAX:
        yield rel, len(lines), f"file is longer than {FILE_MAX} lines: split it"
    for line, length in functions(lines):
        if length > FUNCTION_MAX:
            yield rel, line, f"function of {length} lines: split it"
    for n, line in enumerate(lines, 1):
        m = INCLUDE.match(line)
        if m and folder in ARROWS:
            yield from check_include(rel, folder, n, *m.groups())
        if folder == "domain" and PURE.search(line):
            yield rel, n, "domain/ is pure: no CAF, Asio, RocksDB or logging"
        for pattern, allowed, instead in FORBIDDEN:
            if pattern.search(line) and folder not in allowed \
                    and rel not in CAF_SPEAKERS:
                yield rel, n, f"{pattern.search(line).group(0)}: {instead}"


def check_include(rel, folder, n, other, rest):
    target = f"{other}/{rest}"
    if other == folder or other not in ARROWS:
        return
    limit = ["domain"] if rel in LOWER else ARROWS[folder]
    if other not in limit:
        yield rel, n, f"{folder}/ must not know {target}"
    elif folder in ("http", "daemon") and other == "actors" \
            and target not in FACADE:
        yield rel, n, f"{folder}/ sees only actors/front.hpp, not {target}"
    elif folder == "sandbox" and other == "http" and target not in LOWER:
        yield rel, n, f"sandbox/ may use http/server.hpp, not {target}"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    folders = [*ARROWS, "tests", "bench"]
    files = [p for f in folders for p in sorted((root / f).rglob("*"))
             if p.suffix in (".hpp", ".cpp") and "node_modules" not in p.parts]
    breaches = [b for p in files for b in check(root, p)]
    for rel, line, what in breaches:
        print(f"{rel}:{line}: {what}")
    print(f"tidy: {len(files)} files, {len(breaches)} breaches")
    return 1 if breaches or not files else 0


if __name__ == "__main__":
    sys.exit(main())
