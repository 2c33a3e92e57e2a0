#!/usr/bin/env python3
"""Draws samples/traces/small.csv: 400 jobs of twelve users over two days, for `fovea simulate`.

    make_trace.py OUT.csv

No real trace is copied. What is like real ones: few users give most of the jobs, most jobs are small and short and a
few large ones make up most of the work, and more come by day than by night. Equal bytes on every run.
"""

import math
import random
import sys

JOBS = 400
DAYS = 2
SIZES = [(0.45, 1, 1), (0.2, 2, 1), (0.17, 4, 1), (0.12, 8, 1), (0.06, 8, 2)]  # share, devices a node, nodes


def draw(pick, options):
    at = pick.random() * sum(option[0] for option in options)
    for option in options:
        at -= option[0]
        if at < 0:
            return option
    return options[-1]


def main(out):
    pick = random.Random(7)
    users = [(1 / (rank + 1), f"user{rank + 1:02}", "vision" if rank % 3 else "speech") for rank in range(12)]
    rows = []
    for _ in range(JOBS):
        while True:
            submit = pick.random() * DAYS * 86400
            by_day = 0.55 - 0.45 * math.cos(2 * math.pi * submit / 86400)
            if pick.random() < by_day:
                break
        _, devices, nodes = draw(pick, SIZES)
        duration = min(max(60, pick.lognormvariate(math.log(1200), 1.4)), 43200)
        _, user, vc = draw(pick, users)
        preemptible = int(pick.random() < 0.3)
        priority = pick.choice([100, 100, 100, 150, 200])
        rows.append((round(submit), round(duration), devices, nodes, user, vc, priority, preemptible))
    rows.sort()
    with open(out, "w", encoding="utf-8") as file:
        file.write("submit,duration,devices,nodes,user,vc,priority,preemptible\n")
        for row in rows:
            file.write(",".join(map(str, row)) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
