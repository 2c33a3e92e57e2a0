#!/usr/bin/env python3
"""The networks of crates/nn/benches/step.rs in PyTorch: milliseconds of a step, batch 16. Needs `torch`, which is
no part of the set-up.   python3 benches/train_step.py [THREADS]"""

import sys
import time

import torch
from torch import nn

BATCH, ROUNDS = 16, 30


def head():
    layers = [nn.Conv2d(112, 192, 3, padding=1), nn.ReLU(), nn.Conv2d(192, 88, 3, padding=1), nn.ReLU()]
    return nn.Sequential(*layers, nn.Conv2d(88, 1, 3, padding=1)), (112, 28, 28)


def decoder():
    layers = [nn.Conv2d(24, 48, 3, padding=1)]
    for _ in range(3):
        layers += [nn.BatchNorm2d(48), nn.ReLU(), nn.Conv2d(48, 48, 3, padding=1)]
    return nn.Sequential(*layers), (24, 64, 64)


torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
for name, (net, shape) in {"head": head(), "decoder": decoder()}.items():
    x = torch.rand(BATCH, *shape)
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=0.0)
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        optimizer.zero_grad()
        net(x).square().mean().backward()
        optimizer.step()
        times.append((time.perf_counter() - start) * 1e3)
    weights = sum(p.numel() for p in net.parameters())
    print(f"{name} {weights} weights: {sorted(times)[ROUNDS // 2]:.1f} ms a step (median of {ROUNDS})")
