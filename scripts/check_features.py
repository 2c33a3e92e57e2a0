#!/usr/bin/env python3
"""Checks docs/features.md: every number once and in order, and no claim without a place and a test that is there."""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "features.md"
COUNTS = {"A": 24, "B": 26, "C": 33, "D": 24, "E": 21, "F": 11, "G": 14, "H": 18, "I": 20, "J": 11}
ROW = re.compile(r"\| ([A-J]\d+) \|")
CELL = re.compile(r"(?<!\\)\|")  # a bar that is not escaped

problems, numbers, states = [], [], {"no": 0, "part": 0, "yes": 0}
for line_number, line in enumerate(PAGE.read_text(encoding="utf-8").splitlines(), 1):
    if not ROW.match(line):
        continue
    place = f"{PAGE.relative_to(ROOT)}:{line_number}"
    cells = [cell.strip() for cell in CELL.split(line)[1:-1]]
    if len(cells) != 5:
        problems.append(f"{place}: {len(cells)} columns where 5 are expected")
        continue
    number, _, state, where, test = cells
    numbers.append(number)
    if state not in states:
        problems.append(f"{place}: {number} has the state {state!r}; use no, part or yes")
        continue
    states[state] += 1
    if state == "no":
        continue
    if not where:
        problems.append(f"{place}: {number} is {state!r} but does not say where")
    files = re.findall(r"`([^`]+)`", test)
    if not files:
        problems.append(f"{place}: {number} is {state!r} but names no test")
    for file in files:
        if not (ROOT / file).is_file():
            problems.append(f"{place}: {number} names a test that is not there: {file}")

expected = [f"{letter}{i}" for letter, count in COUNTS.items() for i in range(1, count + 1)]
if numbers != expected:
    missing = [number for number in expected if number not in numbers]
    what = f"missing: {', '.join(missing)}" if missing else "they are out of order or there twice"
    problems.append(f"docs/features.md: {len(numbers)} of {len(expected)} numbers; {what}")

for problem in problems:
    print(f"error: {problem}", file=sys.stderr)
if not problems:
    print(f"features: {len(numbers)} in all, " + ", ".join(f"{count} {state}" for state, count in states.items()))
sys.exit(bool(problems))
