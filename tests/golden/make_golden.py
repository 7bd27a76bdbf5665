#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the reference numbers beside this script: small random models and what PyTorch computes from them.

Everything is computed in float64 from weights that are exact in float32; *.safetensors hold the results cast to F32.
Fixed seeds, one thread: running it twice gives the same bytes.

CASE/config.json, CASE/model.safetensors
    a checkpoint folder, as the program reads it (without tokenizer.json)
CASE/expected.json
    tokens   [T]     the input
    layers, heads    whose stages are stored: all, but heads 1 and 3 in the wide ones
    rows     [R]     queries (positions) whose logits and stages are stored: all T in alibi, rotary_half, t5, learned;
                     a few in the others, to keep the files small
    loss             mean of nll, float64
CASE/expected.safetensors
    logits                    [R, vocab]
    layers.N.content          [heads, R, T]  q · k / sqrt(headWidth), q and k turned if the encoding turns them;
                                             NaN where the key comes after the query, here and in bias and score
    layers.N.bias             [heads, R, T]  what the encoding adds to it (0 if it adds nothing)
    layers.N.score            [heads, R, T]  content + bias
    layers.N.weights          [heads, R, T]  softmax of each row; 0 where the key comes after the query
    nll                       [T - 1]        loss of predicting token p + 1 after position p
    grad.NAME                 d loss / d NAME for every tensor of model.safetensors; the embedding's gradient comes
                              from both its uses, below the first layer and in the logits

adamw/expected.json
    initial          the case whose checkpoint training starts from
    batches          [10][3][17] tokens: the first 16 of each row are the input, the last 16 the targets; loss is the
                     mean over all 3 * 16 predictions
    learning_rates   [10], from peak_learning_rate, warmup_steps, steps, floor:
                     s < warmup ? peak (s + 1) / warmup
                                : peak (floor + (1 - floor) (1 + cos(pi (s - warmup) / (steps - warmup))) / 2)
    losses           [10] of each step's batch, before its update
    gradient_norms   [10] total L2 norm of all gradients before clipping; they are scaled by
                     min(1, clip_norm / (norm + 1e-6))
    betas, epsilon, weight_decay (decoupled: p -= lr * weight_decay * p, only tensors with two dimensions)
    indeterminate    tensors whose gradient is zero but for rounding, so that Adam makes steps of pure noise from it: a
                     bias of all keys shifts a whole row of scores, which softmax does not see. Compare all but these.
adamw/expected.safetensors
    after.NAME       every parameter after the 10 steps

position.json
    slopes           {heads: list}, 1 to 128 heads, to 10 digits
    sinusoidal       samples {layout, width, position, values}
    rotary           samples {layout, base, position, input, output}
    t5_buckets       {num_buckets, max_distance, buckets: of the distances 0, 1, 2, ...}
"""
import json
import math
import pathlib
import struct

import numpy as np
import torch
from torch.nn import functional

HERE = pathlib.Path(__file__).resolve().parent
torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

# ---- position encodings ----------------------------------------------------------------------------------------------


def official_slopes(heads):
    """get_slopes of the ALiBi authors: geometric for powers of two, else filled up with every other one of the next."""
    if heads & (heads - 1) == 0:
        start = 2 ** (-(2 ** -(math.log2(heads) - 3)))
        return [start * start**i for i in range(heads)]
    power = 2 ** math.floor(math.log2(heads))
    return official_slopes(power) + official_slopes(2 * power)[0::2][: heads - power]


def sinusoids(length, width, layout):
    """(length, width). Interleaved: Vaswani et al. 2017. Concatenated: fairseq, but positions start at 0."""
    half = width // 2
    steps = half if layout == "interleaved" else half - 1
    frequencies = torch.exp(-math.log(10000.0) * torch.arange(half) / steps)
    angles = torch.arange(length)[:, None] * frequencies[None, :]
    waves = torch.sin(angles), torch.cos(angles)
    return torch.stack(waves, dim=-1).reshape(length, width) if layout == "interleaved" else torch.cat(waves, dim=-1)


def rotary_frequencies(width, base, scaling, training_length):
    """(frequencies, factor of the turned vectors). Pair i turns by position * base^(-2 i / headWidth) unless scaled."""
    kind, s = scaling.get("rope_type", "default"), scaling.get("factor", 1.0)
    if kind == "ntk":
        base = base * s ** (width / (width - 2))
    frequencies = base ** (-torch.arange(0, width, 2) / width)
    if kind == "linear":
        return frequencies / s, 1.0
    if kind == "yarn":
        turns = scaling.get("original_max_position_embeddings", training_length) * frequencies / (2 * math.pi)
        slow, fast = scaling.get("beta_slow", 1.0), scaling.get("beta_fast", 32.0)
        kept = ((turns - slow) / (fast - slow)).clamp(0.0, 1.0)
        return (1 - kept) * frequencies / s + kept * frequencies, 0.1 * math.log(s) + 1.0
    return frequencies, 1.0


def rotate(x, first_position, frequencies, layout):
    """x is (..., T, headWidth)."""
    length, width = x.shape[-2:]
    angles = (first_position + torch.arange(length))[:, None] * frequencies[None, :]
    cos, sin = torch.cos(angles), torch.sin(angles)
    if layout == "half":
        a, b = x[..., : width // 2], x[..., width // 2 :]
        return torch.cat((a * cos - b * sin, a * sin + b * cos), dim=-1)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack((a * cos - b * sin, a * sin + b * cos), dim=-1).flatten(-2)


def t5_bucket(distance, buckets, max_distance):
    exact = buckets // 2
    if distance < exact:
        return distance
    scaled = math.log(distance / exact) / math.log(max_distance / exact) * (buckets - exact)
    return min(buckets - 1, exact + math.floor(scaled))


def xpos_scales(length, width, gamma, scale_base):
    """(T, headWidth), interleaved pairs: zeta_i^(position / scale_base)."""
    zeta = (torch.arange(0, width, 2) / width + gamma) / (1 + gamma)
    return (zeta[None, :] ** (torch.arange(length)[:, None] / scale_base)).repeat_interleave(2, dim=-1)


def sandwich_bias(heads, distance, dimension):
    divisors = 10000.0 ** (2 * torch.arange(1, dimension // 2 + 1) / dimension)
    waves = torch.cos(distance[..., None] / divisors).sum(-1) - dimension / 2
    return waves / (8 * torch.arange(1, heads + 1)[:, None, None] / heads)


def fire_bias(config, weights, distance):
    threshold = config.get("fire_threshold", max(1.0, config["training_length"] / 4))
    positions = torch.arange(distance.shape[0], dtype=torch.float64)
    positions = torch.max(positions, torch.abs(weights["position.multiplier"] * threshold))[:, None]
    c = weights["position.c"]
    x = torch.log(torch.abs(c * distance) + 1) / (torch.log(torch.abs(c * positions) + 1) + 1e-6)
    hidden = functional.linear(x[..., None], weights["position.mlp.in.weight"], weights["position.mlp.in.bias"])
    outputs = weights["position.mlp.out.weight"], weights["position.mlp.out.bias"]
    return functional.linear(torch.relu(hidden), *outputs).permute(2, 0, 1)


def position_bias(config, weights, length):
    """(heads, length, length), rows are queries; only cells on and below the diagonal mean something."""
    heads = config["num_attention_heads"]
    distance = torch.arange(length)[:, None] - torch.arange(length)[None, :]
    if config["position_encoding"] == "alibi":
        slopes = torch.tensor(config.get("alibi_slopes") or official_slopes(heads))
        return -slopes[:, None, None] * distance
    if config["position_encoding"] == "t5":
        options = config.get("t5_num_buckets", 32), config.get("t5_max_distance", 128)
        table = torch.tensor([t5_bucket(d, *options) for d in range(length)])
        return weights["position.bias"][table[distance.clamp(min=0)]].permute(2, 0, 1)
    if config["position_encoding"] == "kerple":
        p, a = (weights[name].clamp(min=0.01)[:, None, None] for name in ("position.bias_p", "position.bias_a"))
        return -p * torch.log(1 + a * distance.clamp(min=0))
    if config["position_encoding"] == "sandwich":
        return sandwich_bias(heads, distance, config.get("sandwich_dimension", 64))
    if config["position_encoding"] == "fire":
        return fire_bias(config, weights, distance)
    return torch.zeros(heads, length, length)


# ---- the model -------------------------------------------------------------------------------------------------------


def forward(config, weights, tokens):
    """tokens (batch, T) -> logits (batch, T, vocab) and per layer {stage: (batch, heads, T, T)}."""
    batch, length = tokens.shape
    width, heads = config["hidden_size"], config["num_attention_heads"]
    head_width = width // heads
    encoding = config["position_encoding"]
    future = torch.ones(length, length, dtype=torch.bool).triu(1)
    bias = position_bias(config, weights, length).expand(batch, -1, -1, -1)

    def linear(x, name):
        return functional.linear(x, weights[name + ".weight"], weights[name + ".bias"])

    def norm(x, name):
        parameters = weights[name + ".weight"], weights[name + ".bias"]
        return functional.layer_norm(x, (width,), *parameters, eps=config["layer_norm_epsilon"])

    def split(x):
        return x.reshape(batch, length, heads, head_width).transpose(1, 2)

    def turned(x, sign):
        """sign: 1 for queries, -1 for keys."""
        if encoding == "xpos":
            frequencies, _ = rotary_frequencies(head_width, 10000.0, {}, length)
            options = config.get("xpos_gamma", 0.4), config.get("xpos_scale_base", 512)
            return rotate(x, 0, frequencies, "interleaved") * xpos_scales(length, head_width, *options) ** sign
        if encoding != "rotary":
            return x
        options = config.get("rotary_base", 10000.0), config.get("rope_scaling", {}), config["training_length"]
        frequencies, factor = rotary_frequencies(head_width, *options)
        return factor * rotate(x, 0, frequencies, config.get("rotary_layout", "half"))

    x = weights["embedding.weight"][tokens] * config.get("embedding_scale", 1.0)
    if encoding == "sinusoidal":
        x = x + sinusoids(length, width, config.get("sinusoidal_layout", "interleaved"))
    if encoding == "learned":
        x = x + weights["position.weight"][:length]

    stages = []
    for n in range(config["num_hidden_layers"]):
        layer = f"layers.{n}."
        y = norm(x, layer + "attention_norm")
        query = turned(split(linear(y, layer + "attention.query")), 1)
        key = turned(split(linear(y, layer + "attention.key")), -1)
        value = split(linear(y, layer + "attention.value"))
        content = query @ key.transpose(-1, -2) / math.sqrt(head_width)
        score = content + bias
        attention = torch.softmax(score.masked_fill(future, -math.inf), dim=-1)
        stages.append({"content": content, "bias": bias, "score": score, "weights": attention})
        y = (attention @ value).transpose(1, 2).reshape(batch, length, width)
        x = x + linear(y, layer + "attention.output")
        y = linear(norm(x, layer + "feed_forward_norm"), layer + "feed_forward.up")
        y = functional.gelu(y, approximate="tanh" if config["hidden_act"] == "gelu_new" else "none")
        x = x + linear(y, layer + "feed_forward.down")
    return norm(x, "final_norm") @ weights["embedding.weight"].T, stages


def random_weights(config, random):
    """Every tensor of the checkpoint contract, larger than a real start so that mistakes show; float32 values."""
    d, f = config["hidden_size"], config["intermediate_size"]
    shapes = {"embedding.weight": (config["vocab_size"], d), "final_norm.weight": (d,), "final_norm.bias": (d,)}
    if config["position_encoding"] == "learned":
        shapes["position.weight"] = (config["training_length"], d)
    if config["position_encoding"] == "t5":
        shapes["position.bias"] = (config.get("t5_num_buckets", 32), config["num_attention_heads"])
    heads = config["num_attention_heads"]
    if config["position_encoding"] == "kerple":
        shapes["position.bias_p"] = shapes["position.bias_a"] = (heads,)
    if config["position_encoding"] == "fire":
        hidden = config.get("fire_width", 32)
        shapes |= {"position.mlp.in.weight": (hidden, 1), "position.mlp.in.bias": (hidden,)}
        shapes |= {"position.mlp.out.weight": (heads, hidden), "position.mlp.out.bias": (heads,)}
        shapes |= {"position.c": (1,), "position.multiplier": (1,)}
    for n in range(config["num_hidden_layers"]):
        for name in ("attention_norm", "feed_forward_norm"):
            shapes[f"layers.{n}.{name}.weight"] = shapes[f"layers.{n}.{name}.bias"] = (d,)
        for name, out, inputs in (("query", d, d), ("key", d, d), ("value", d, d), ("output", d, d)):
            shapes[f"layers.{n}.attention.{name}.weight"] = (out, inputs)
            shapes[f"layers.{n}.attention.{name}.bias"] = (out,)
        for name, out, inputs in (("up", f, d), ("down", d, f)):
            shapes[f"layers.{n}.feed_forward.{name}.weight"] = (out, inputs)
            shapes[f"layers.{n}.feed_forward.{name}.bias"] = (out,)
    weights = {}
    for name in sorted(shapes):
        values = random.standard_normal(shapes[name])
        if name == "position.bias" or name.startswith("position.mlp.in."):
            pass
        elif name.startswith("position.bias_"):
            values = 0.05 + np.abs(values)
            values[1 if name.endswith("p") else 2] = -0.2  # held at 0.01, without a gradient
        elif name == "position.c":
            values = -0.1 - 0.1 * np.abs(values)
        elif name == "position.multiplier":
            values = 1.1 + 0.2 * np.abs(values)
        elif name.endswith("norm.weight"):
            values = 1.0 + 0.1 * values
        else:
            values *= 0.1 if name.endswith(".bias") else 0.2
        weights[name] = torch.from_numpy(values.astype(np.float32).astype(np.float64))
    return weights


# ---- files -----------------------------------------------------------------------------------------------------------


def write_safetensors(path, tensors):
    header, blobs, offset = {}, [], 0
    for name in sorted(tensors):
        array = tensors[name].detach().numpy().astype("<f4")
        blobs.append(array.tobytes())
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [offset, offset + array.nbytes]}
        offset += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


def write_json(path, values):
    """One line per key."""
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in values.items()]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


# ---- what is written -------------------------------------------------------------------------------------------------

TINY = {
    "model_type": "alibi-lab",
    "vocab_size": 61,
    "hidden_size": 24,
    "num_hidden_layers": 2,
    "num_attention_heads": 3,
    "intermediate_size": 40,
    "hidden_act": "gelu",
    "layer_norm_epsilon": 1e-5,
    "tie_word_embeddings": True,
    "training_length": 16,
}
SCALED = {"embedding_scale": math.sqrt(24)}
WIDE = {"hidden_size": 64, "num_attention_heads": 4, "num_hidden_layers": 1, "intermediate_size": 128}

# Where 16 training tokens end, and tiles of 8, 16, 32, 64 or 128.
SOME_ROWS = [0, 1, 7, 8, 15, 16, 31, 32, 36]
WIDE_ROWS = [0, 1, 15, 16, 31, 32, 63, 64, 65, 127, 128, 149]

# name: (number of tokens, rows to store or None for all, config)
CASES = {
    "alibi": (37, None, TINY | SCALED | {"position_encoding": "alibi"}),
    "alibi_own_slopes": (
        37,
        SOME_ROWS,
        TINY
        | SCALED
        | {"position_encoding": "alibi", "alibi_slopes": [0.3, 0.045, 0.8]}
        | {"hidden_act": "gelu_new", "layer_norm_epsilon": 1e-6},
    ),
    "alibi_wide": (
        150,
        WIDE_ROWS,
        TINY | WIDE | {"position_encoding": "alibi", "embedding_scale": 8.0, "training_length": 64},
    ),
    "sinusoidal": (37, SOME_ROWS, TINY | SCALED | {"position_encoding": "sinusoidal"}),
    "sinusoidal_concatenated": (
        37,
        SOME_ROWS,
        TINY | SCALED | {"position_encoding": "sinusoidal", "sinusoidal_layout": "concatenated"},
    ),
    "none": (37, SOME_ROWS, TINY | {"position_encoding": "none"}),
    "rotary_half": (37, None, TINY | SCALED | {"position_encoding": "rotary"}),
    "rotary_interleaved": (
        37,
        SOME_ROWS,
        TINY | SCALED | {"position_encoding": "rotary", "rotary_base": 500.0, "rotary_layout": "interleaved"},
    ),
    "t5": (37, None, TINY | SCALED | {"position_encoding": "t5", "t5_num_buckets": 12, "t5_max_distance": 30}),
    "learned": (16, None, TINY | {"position_encoding": "learned"}),
    "kerple": (37, SOME_ROWS, TINY | SCALED | {"position_encoding": "kerple"}),
    "sandwich": (37, SOME_ROWS, TINY | SCALED | {"position_encoding": "sandwich", "sandwich_dimension": 32}),
    "fire": (37, SOME_ROWS, TINY | SCALED | {"position_encoding": "fire"}),
    "fire_wide": (
        150,
        WIDE_ROWS,
        TINY
        | WIDE
        | {"position_encoding": "fire", "fire_width": 40, "fire_threshold": 60, "embedding_scale": 8.0},
    ),
    "xpos": (
        37,
        SOME_ROWS,
        TINY | SCALED | {"position_encoding": "xpos", "xpos_gamma": 0.5, "xpos_scale_base": 24},
    ),
    "rotary_linear": (
        37,
        SOME_ROWS,
        TINY | SCALED | {"position_encoding": "rotary", "rope_scaling": {"rope_type": "linear", "factor": 2.5}},
    ),
    "rotary_ntk": (
        37,
        SOME_ROWS,
        TINY
        | SCALED
        | {"position_encoding": "rotary", "rotary_layout": "interleaved"}
        | {"rope_scaling": {"rope_type": "ntk", "factor": 3.0}},
    ),
    "rotary_yarn": (
        37,
        SOME_ROWS,
        TINY
        | SCALED
        | {"position_encoding": "rotary"}
        | {"rope_scaling": {"rope_type": "yarn", "factor": 4.0, "beta_fast": 2.0, "beta_slow": 0.1}},
    ),
}


def write_case(name, seed):
    length, rows, config = CASES[name]
    rows = rows or list(range(length))
    random = np.random.RandomState(seed)
    weights = random_weights(config, random)
    tokens = random.randint(config["vocab_size"], size=length)
    heads = [1, 3] if rows == WIDE_ROWS else list(range(config["num_attention_heads"]))

    for tensor in weights.values():
        tensor.requires_grad_()
    logits, stages = forward(config, weights, torch.from_numpy(tokens)[None])
    nll = functional.cross_entropy(logits[0, :-1], torch.from_numpy(tokens[1:]), reduction="none")
    loss = nll.mean()
    loss.backward()

    future = torch.ones(length, length, dtype=torch.bool).triu(1)
    results = {"logits": logits[0, rows], "nll": nll}
    results |= {"grad." + key: tensor.grad for key, tensor in weights.items()}
    for n, layer in enumerate(stages):
        for stage, values in layer.items():
            masked = values[0].masked_fill(future, 0.0 if stage == "weights" else math.nan)
            results[f"layers.{n}.{stage}"] = masked[heads][:, rows]

    folder = HERE / name
    folder.mkdir(exist_ok=True)
    write_json(folder / "config.json", config)
    write_safetensors(folder / "model.safetensors", weights)
    write_safetensors(folder / "expected.safetensors", results)
    expected = {"tokens": tokens.tolist(), "layers": list(range(len(stages))), "heads": heads, "rows": rows}
    write_json(folder / "expected.json", expected | {"loss": loss.item()})
    return weights


def write_adamw(initial, seed):
    """initial: the weights of the case "alibi"."""
    *_, config = CASES["alibi"]
    steps, warmup, peak, floor, clip = 10, 3, 0.01, 0.1, 1.0
    options = {"betas": (0.9, 0.95), "eps": 1e-8}
    decay = 0.1
    # Low token ids are more frequent, so that there is something to learn and the gradient norm falls below the clip.
    random = np.random.RandomState(seed)
    batches = (config["vocab_size"] * random.random_sample((steps, 3, 17)) ** 3).astype(int)

    weights = {name: tensor.detach().clone().requires_grad_() for name, tensor in initial.items()}
    groups = [
        {"params": [w for w in weights.values() if w.dim() == 2], "weight_decay": decay},
        {"params": [w for w in weights.values() if w.dim() != 2], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=peak, **options)
    rates, losses, norms = [], [], []
    for step, batch in enumerate(torch.from_numpy(batches)):
        if step < warmup:
            rate = peak * (step + 1) / warmup
        else:
            cosine = 0.5 * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup)))
            rate = peak * (floor + (1 - floor) * cosine)
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.zero_grad()
        logits, _ = forward(config, weights, batch[:, :-1])
        loss = functional.cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten())
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(list(weights.values()), clip)
        optimizer.step()
        rates.append(rate)
        losses.append(loss.item())
        norms.append(norm.item())
    assert min(norms) < clip < max(norms), norms  # clipped and unclipped steps

    folder = HERE / "adamw"
    folder.mkdir(exist_ok=True)
    expected = {
        "initial": "alibi",
        "batches": batches.tolist(),
        "steps": steps,
        "warmup_steps": warmup,
        "peak_learning_rate": peak,
        "floor": floor,
        "clip_norm": clip,
        "betas": options["betas"],
        "epsilon": options["eps"],
        "weight_decay": decay,
        "learning_rates": rates,
        "losses": losses,
        "gradient_norms": norms,
        "indeterminate": [f"layers.{n}.attention.key.bias" for n in range(config["num_hidden_layers"])],
    }
    write_json(folder / "expected.json", expected)
    write_safetensors(folder / "expected.safetensors", {"after." + name: w for name, w in weights.items()})


def write_positions():
    slopes = {str(n): [float(f"{s:.10g}") for s in official_slopes(n)] for n in range(1, 129)}
    waves = []
    for layout in ("interleaved", "concatenated"):
        for width, positions in ((8, (0, 1, 2, 3, 10, 100, 512, 1024)), (24, (7, 4095))):
            table = sinusoids(max(positions) + 1, width, layout)
            for p in positions:
                waves.append({"layout": layout, "width": width, "position": p, "values": table[p].tolist()})
    turns = []
    ramp = torch.arange(1.0, 9.0)
    for layout in ("half", "interleaved"):
        for base, position in ((10000.0, 0), (10000.0, 3), (10000.0, 1024), (500.0, 37)):
            output = rotate(ramp[None, :], position, rotary_frequencies(8, base, {}, 0)[0], layout)[0]
            sample = {"layout": layout, "base": base, "position": position}
            turns.append(sample | {"input": ramp.tolist(), "output": output.tolist()})
    buckets = [
        {"num_buckets": n, "max_distance": most, "buckets": [t5_bucket(d, n, most) for d in range(301)]}
        for n, most in ((32, 128), (12, 30))
    ]
    write_json(HERE / "position.json", {"slopes": slopes, "sinusoidal": waves, "rotary": turns, "t5_buckets": buckets})


def main():
    written = {name: write_case(name, seed) for seed, name in enumerate(CASES, start=1)}
    write_adamw(written["alibi"], seed=100)
    write_positions()


if __name__ == "__main__":
    main()
