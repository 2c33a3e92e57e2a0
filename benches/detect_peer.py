"""A plain detector in PyTorch over the pictures of `detect.sh`: FCOS (arXiv 1904.01355) without centreness, two shared convolutions over
three stages of the frozen EfficientNet-Lite0 that Fovea has, focal loss and GIoU, AdamW with a cosine, pictures mirrored at random.
Its time of learning does not count the start of Python, its rate counts decoding."""

import math
import random
import sys
import time
import xml.etree.ElementTree as Xml
from pathlib import Path

import numpy as np
import timm
import torch
from PIL import Image
from safetensors.torch import load_file
from torch import nn
from torchvision.ops import batched_nms, generalized_box_iou_loss, sigmoid_focal_loss

from detect import pictures, tell

SIDE, BATCH, WIDTH, RATE = 320, 8, 96, 1e-3
STRIDES = (8, 16, 32)
# Longest side of the boxes that each stage is for.
REACH = ((0, 64), (64, 128), (128, 1e9))
LEAST, MOST, OVERLAP = 0.01, 100, 0.5


def order():
    """As the network is built: stem, then block by block expand, depthwise, project, each with its norm."""
    names = ["_conv_stem", "_bn0"]
    for block in range(15):
        parts = ["_expand_conv", "_bn0", "_depthwise_conv", "_bn1", "_project_conv", "_bn2"]
        names += [f"_blocks.{block}.{part}" for part in (parts if block else parts[2:])]
    kinds = lambda name: ["weight"] if "conv" in name else ["weight", "bias", "running_mean", "running_var"]
    return [f"{name}.{kind}" for name in names for kind in kinds(name)]


def backbone(weights):
    network = timm.create_model("tf_efficientnet_lite0", pretrained=False, features_only=True, out_indices=(2, 3, 4))
    tensors = load_file(weights)
    target = {k: v for k, v in network.state_dict().items() if "num_batches" not in k}
    for (key, tensor), name in zip(target.items(), order()):
        if tensor.shape != tensors[name].shape:
            sys.exit(f"{key} has {tuple(tensor.shape)}, not {tuple(tensors[name].shape)}")
        tensor.copy_(tensors[name])
    return network.eval().requires_grad_(False)


class Head(nn.Module):
    def __init__(self, channels, kinds):
        super().__init__()
        self.same = nn.ModuleList(nn.Conv2d(c, WIDTH, 1) for c in channels)
        block = lambda: [nn.Conv2d(WIDTH, WIDTH, 3, padding=1), nn.GroupNorm(8, WIDTH), nn.ReLU()]
        self.deep = nn.Sequential(*block(), *block())
        self.kind, self.box = nn.Conv2d(WIDTH, kinds, 3, padding=1), nn.Conv2d(WIDTH, 4, 3, padding=1)
        nn.init.constant_(self.kind.bias, -math.log(99))

    def forward(self, stages):
        kinds, boxes = [], []
        for same, stage, stride in zip(self.same, stages, STRIDES):
            deep = self.deep(same(stage))
            rows, columns = deep.shape[2:]
            y, x = torch.meshgrid(torch.arange(rows), torch.arange(columns), indexing="ij")
            middle = (torch.stack([x, y], -1).reshape(-1, 2) + 0.5) * stride
            reach = self.box(deep).flatten(2).transpose(1, 2).clamp(max=6).exp() * stride
            kinds.append(self.kind(deep).flatten(2).transpose(1, 2))
            boxes.append(torch.cat([middle - reach[..., :2], middle + reach[..., 2:]], -1))
        return torch.cat(kinds, 1), torch.cat(boxes, 1)


def places():
    """Of each place its middle, its stage and its stride, in the order of the head."""
    for level, stride in enumerate(STRIDES):
        side = math.ceil(SIDE / stride)
        for y in range(side):
            for x in range(side):
                yield (x + 0.5) * stride, (y + 0.5) * stride, level, stride


PLACES = torch.tensor(list(places()))


def wanted(boxes, kinds):
    """The box that each place is to tell, -1 where none: near its middle, of the stage's size, the smallest first."""
    out = torch.full((len(PLACES),), -1)
    sizes = (boxes[:, 2:] - boxes[:, :2]).prod(1)
    for i in sizes.argsort(descending=True).tolist():
        x0, y0, x1, y1 = boxes[i].tolist()
        longest = max(x1 - x0, y1 - y0)
        level = next(k for k, (low, high) in enumerate(REACH) if low <= longest < high)
        near = 1.5 * STRIDES[level]
        x, y, stage = PLACES[:, 0], PLACES[:, 1], PLACES[:, 2]
        inside = (x > x0) & (x < x1) & (y > y0) & (y < y1) & (stage == level)
        inside &= ((x - (x0 + x1) / 2).abs() < near) & ((y - (y0 + y1) / 2).abs() < near)
        out[inside] = i
    return out


def read(folder, names):
    found = []
    labels = {p.stem: p for p in Path(folder).rglob("*.xml")}
    for path in pictures(folder):
        image = Image.open(path).convert("RGB")
        scale = np.array([SIDE / image.width, SIDE / image.height] * 2, np.float32)
        boxes, kinds = [], []
        for one in Xml.parse(labels[path.stem]).iter("object") if path.stem in labels else []:
            box = one.find("bndbox")
            boxes.append([float(box.find(k).text) for k in ("xmin", "ymin", "xmax", "ymax")])
            kinds.append(names.setdefault(one.find("name").text.strip(), len(names)))
        boxes = np.array(boxes, np.float32).reshape(-1, 4) * scale
        found.append((path, torch.from_numpy(boxes), torch.tensor(kinds, dtype=torch.long)))
    return found


def tensor(path):
    image = Image.open(path).convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return (torch.from_numpy(np.array(image)).permute(2, 0, 1).float() - 127) / 128


def cost(head, stages, truth, count):
    kinds, boxes = head(stages)
    target, loss, matched = torch.zeros_like(kinds), 0.0, 0
    for i, (true_boxes, true_kinds) in enumerate(truth):
        if len(true_boxes) == 0:
            continue
        which = wanted(true_boxes, true_kinds)
        at = (which >= 0).nonzero().flatten()
        target[i, at, true_kinds[which[at]]] = 1.0
        loss = loss + generalized_box_iou_loss(boxes[i, at], true_boxes[which[at]], reduction="sum")
        matched += len(at)
    focal = sigmoid_focal_loss(kinds, target, reduction="sum")
    return (focal + loss) / max(matched, 1)


def learn(network, head, data, seconds):
    start, step = time.monotonic(), 0
    images = [tensor(path) for path, _, _ in data]
    optimiser = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=1e-4)
    turn = random.Random(0)
    while (share := (time.monotonic() - start) / seconds) < 1:
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1, (step + 1) / 50) * 0.5 * (1 + math.cos(math.pi * share))
        batch, truth = [], []
        for i in turn.sample(range(len(data)), BATCH):
            image, boxes, kinds = images[i], data[i][1], data[i][2]
            if turn.random() < 0.5:
                image = image.flip(-1)
                boxes = torch.stack([SIDE - boxes[:, 2], boxes[:, 1], SIDE - boxes[:, 0], boxes[:, 3]], 1)
            batch.append(image)
            truth.append((boxes, kinds))
        with torch.no_grad():
            stages = network(torch.stack(batch))
        optimiser.zero_grad()
        cost(head, stages, truth, len(batch)).backward()
        optimiser.step()
        step += 1
    print(f"peer   {step} steps", flush=True)
    return time.monotonic() - start


@torch.no_grad()
def judge(network, head, path):
    kinds, boxes = head(network(tensor(path)[None]))
    scores, kind = kinds[0].sigmoid().max(1)
    keep = scores > LEAST
    scores, kind, boxes = scores[keep], kind[keep], boxes[0][keep]
    best = batched_nms(boxes, scores, kind, OVERLAP)[:MOST]
    return boxes[best].numpy(), kind[best].numpy(), scores[best].numpy()


def average(told, data, kind):
    """COCO's average precision at an overlap of 0.5, over 101 recalls."""
    truth = [(boxes[kinds == kind].numpy(), set()) for _, boxes, kinds in data]
    all_of_it = sum(len(boxes) for boxes, _ in truth)
    found = [(s, i, b) for i, (boxes, kinds, scores) in enumerate(told) for b, k, s in zip(boxes, kinds, scores) if k == kind]
    hits = []
    for _, i, b in sorted(found, key=lambda f: -f[0]):
        boxes, taken = truth[i]
        area = lambda r: np.prod(np.maximum(r[..., 2:] - r[..., :2], 0), -1)
        both = area(np.concatenate([np.maximum(boxes[:, :2], b[:2]), np.minimum(boxes[:, 2:], b[2:])], 1))
        over = both / np.maximum(area(boxes) + area(b) - both, 1e-9)
        free = [(o, j) for j, o in enumerate(over) if j not in taken and o >= 0.5]
        hits.append(bool(free))
        if free:
            taken.add(max(free)[1])
    if all_of_it == 0:
        return None
    right = np.cumsum(hits) if hits else np.zeros(0)
    recall, precision = right / all_of_it, right / np.arange(1, len(hits) + 1)
    best = [precision[recall >= r].max(initial=0) for r in np.linspace(0, 1, 101)]
    return float(np.mean(best))


def main(out, weights, minutes):
    torch.manual_seed(0)
    torch.set_num_threads(2)
    out, names = Path(out), {}
    teach, test = read(out / "train", names), read(out / "test", names)
    network = backbone(weights)
    head = Head(network.feature_info.channels(), len(names))
    seconds = learn(network, head.train(), teach, 60 * float(minutes))
    head.eval()
    judge(network, head, test[0][0])
    start = time.perf_counter()
    told = [judge(network, head, path) for path, _, _ in test]
    rate = len(test) / (time.perf_counter() - start)
    found = [a for a in (average(told, test, kind) for kind in range(len(names))) if a is not None]
    tell(out, "peer", seconds, sum(found) / len(found), rate)


if __name__ == "__main__":
    main(*sys.argv[1:])
