#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same model in eager PyTorch (Debian's python3-torch), for comparison: forward passes and training steps.
Prints JSON: {"forward": {"512": ms, ...}, "train": {"32x64": tokens per second, ...}}."""
import json
import math
import statistics
import time

import torch
from torch import nn

torch.manual_seed(1)
WIDTH, LAYERS, HEADS, VOCABULARY = 128, 4, 8, 1024


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, bias):
        b, t, _ = x.shape
        q, k, v = (part.view(b, t, HEADS, -1).transpose(1, 2) for part in self.qkv(self.norm1(x)).split(WIDTH, 2))
        weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(WIDTH // HEADS) + bias, 3)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(b, t, WIDTH))
        return x + self.down(nn.functional.gelu(self.up(self.norm2(x))))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm = nn.LayerNorm(WIDTH)

    def forward(self, tokens, bias):
        x = self.embedding(tokens) * math.sqrt(WIDTH)
        for block in self.blocks:
            x = block(x, bias)
        return self.norm(x) @ self.embedding.weight.T


def alibi(t):
    slopes = torch.tensor([2.0 ** -(h + 1) for h in range(HEADS)]).view(HEADS, 1, 1)
    distance = torch.arange(t).view(1, t, 1) - torch.arange(t).view(1, 1, t)
    return (-slopes * distance).masked_fill(distance < 0, float("-inf"))


def median(work):
    work()
    times, total = [], 0.0
    while (len(times) < 3 and total < 6.0) or (total < 1.0 and len(times) < 100):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
        total += times[-1]
    return statistics.median(times)


def main():
    torch.set_num_threads(torch.get_num_threads())
    model = Model()
    result = {"forward": {}, "train": {}}
    with torch.no_grad():
        for t in (64, 128, 512, 1024, 2048, 4096):
            tokens, bias = torch.randint(VOCABULARY, (1, t)), alibi(t)
            result["forward"][str(t)] = 1e3 * median(lambda: model(tokens, bias))
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for batch, t in ((32, 64), (16, 128)):
        tokens, bias = torch.randint(VOCABULARY, (batch, t + 1)), alibi(t)

        def step():
            optimiser.zero_grad()
            logits = model(tokens[:, :-1], bias)
            nn.functional.cross_entropy(logits.reshape(-1, VOCABULARY), tokens[:, 1:].reshape(-1)).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()

        result["train"][f"{batch}x{t}"] = batch * t / median(step)
    print(json.dumps(result))


main()
