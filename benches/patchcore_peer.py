"""anomalib's PatchCore over the pictures of `patchcore.sh`: its own model, coreset of 10 %, 9 neighbours. It gets the
backbone that Fovea has, since its own weights come from a hub. Its time does not count the start of Python."""

import resource
import sys
import time
from pathlib import Path

import numpy as np
import torch
from anomalib.models.image.patchcore.torch_model import PatchcoreModel
from PIL import Image
from safetensors.torch import load_file

from patchcore import tell

SIDE, BATCH, CORESET = 256, 8, 0.1


def picture(path):
    image = Image.open(path).convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return (torch.from_numpy(np.array(image)).permute(2, 0, 1).float() - 127) / 128


def batches(folder):
    paths = sorted(folder.iterdir())
    for start in range(0, len(paths), BATCH):
        yield torch.stack([picture(p) for p in paths[start : start + BATCH]])


def use_weights(network, path):
    """The file names the tensors otherwise, in the same order."""
    tensors = load_file(path)
    target = {k: v for k, v in network.state_dict().items() if "num_batches" not in k}
    for (key, tensor), name in zip(target.items(), order()):
        own = tensors[name]
        if tensor.shape != own.shape:
            sys.exit(f"{key} has {tuple(tensor.shape)}, not {tuple(own.shape)}")
        tensor.copy_(own)


def order():
    """As the network is built: stem, then block by block expand, depthwise, project, each with its norm."""
    names = ["_conv_stem", "_bn0"]
    for block in range(15):
        parts = ["_expand_conv", "_bn0", "_depthwise_conv", "_bn1", "_project_conv", "_bn2"]
        names += [f"_blocks.{block}.{part}" for part in (parts if block else parts[2:])]
    kinds = lambda name: ["weight"] if "conv" in name else ["weight", "bias", "running_mean", "running_var"]
    return [f"{name}.{kind}" for name in names for kind in kinds(name)]


def main(out, weights):
    torch.set_num_threads(2)
    out = Path(out)
    model = PatchcoreModel(layers=["blocks.2", "blocks.4"], backbone="tf_efficientnet_lite0", pre_trained=False)
    use_weights(model.feature_extractor.feature_extractor, weights)
    start = time.monotonic()
    model.train()
    with torch.no_grad():
        for batch in batches(out / "train" / "good"):
            model(batch)
        model.subsample_embedding(CORESET)
    seconds = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    model.eval()
    scores = {}
    with torch.no_grad():
        for side in ("good", "bad"):
            scores[side] = torch.cat([model(b).pred_score.flatten() for b in batches(out / "test" / side)])
    above = (scores["bad"][:, None] > scores["good"]).float() + 0.5 * (scores["bad"][:, None] == scores["good"]).float()
    tell(out, "peer", seconds, peak, above.mean().item())


if __name__ == "__main__":
    main(*sys.argv[1:])
