#!/usr/bin/env python3
"""Turns the pretrained EfficientNet-Lite0 weights (a PyTorch checkpoint) into one safetensors file.

Standard library only: PyTorch is half a gigabyte and is needed for nothing else. The checkpoint is in PyTorch's
older layout: five pickles one after another (magic number, protocol, system, object, storage keys), then the raw
numbers of every storage. A pickle may run any code, so the reader knows the four names it needs and refuses the rest.

    convert_backbone.py CHECKPOINT.pth OUT.safetensors [--expect SHA256]

Tensors keep their names, are written as little-endian F32 in the order of their names, and the bytes depend on
nothing but the input. `num_batches_tracked` counters are training leftovers and are left out.
"""

import argparse
import array
import collections
import hashlib
import json
import math
import os
import pickle
import struct
import sys
import tempfile

MAGIC = 0x1950A86A20F9469CFC6C
PROTOCOL = 1001
ITEM_SIZE = {"FloatStorage": 4, "LongStorage": 8}


class Unusable(Exception):
    """The checkpoint is not what this script can read."""


Storage = collections.namedtuple("Storage", "kind key count")
Tensor = collections.namedtuple("Tensor", "storage offset shape stride")


def rebuild_tensor(storage, offset, shape, stride, *_rest):
    """Stand-in for torch._utils._rebuild_tensor_v2: remembers where the numbers are."""
    return Tensor(storage, offset, tuple(shape), tuple(stride))


class Reader(pickle.Unpickler):
    ALLOWED = {
        ("collections", "OrderedDict"): collections.OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): rebuild_tensor,
        ("torch", "FloatStorage"): "FloatStorage",
        ("torch", "LongStorage"): "LongStorage",
    }

    def find_class(self, module, name):
        try:
            return self.ALLOWED[module, name]
        except KeyError:
            raise Unusable(f"it asks for {module}.{name}, which weights have no need of") from None

    def persistent_load(self, pid):
        kind_of_entry, kind, key, _location, count, _view = pid
        if kind_of_entry != "storage" or kind not in ITEM_SIZE:
            raise Unusable(f"it holds an entry of an unknown kind: {pid[:2]}")
        return Storage(kind, key, count)


def read_checkpoint(path):
    """Returns ({name: Tensor}, {storage key: bytes})."""
    with open(path, "rb") as file:
        if Reader(file).load() != MAGIC or Reader(file).load() != PROTOCOL:
            raise Unusable("it does not start as a PyTorch checkpoint of the older layout does")
        if not Reader(file).load().get("little_endian"):
            raise Unusable("its numbers are big-endian")
        tensors = Reader(file).load()
        keys = Reader(file).load()
        kinds = {t.storage.key: t.storage for t in tensors.values()}
        storages = {}
        for key in keys:
            storage = kinds[key]
            (count,) = struct.unpack("<q", file.read(8))
            if count != storage.count:
                raise Unusable(f"storage {key} has {count} numbers where {storage.count} were announced")
            data = file.read(count * ITEM_SIZE[storage.kind])
            if len(data) != count * ITEM_SIZE[storage.kind]:
                raise Unusable(f"it ends within storage {key}")
            storages[key] = data
        if file.read(1):
            raise Unusable("there is more in it after the last storage")
    return tensors, storages


def gather(values, offset, axes):
    """The numbers in the order of the indices; `axes` is [(size, stride)], outermost first."""
    if not axes:
        return values[offset : offset + 1]
    size, stride = axes[0]
    if len(axes) == 1:
        return values[offset : offset + (size - 1) * stride + 1 : stride]
    out = array.array("f")
    for index in range(size):
        out.extend(gather(values, offset + index * stride, axes[1:]))
    return out


def float_bytes(name, tensor, storages):
    if tensor.storage.kind != "FloatStorage":
        raise Unusable(f"tensor {name} is not F32")
    if 0 in tensor.shape or any(stride < 0 for stride in tensor.stride):
        raise Unusable(f"tensor {name} has an impossible shape")
    # Some kernels were transposed when they were brought over from TensorFlow and lie so in the file.
    axes = [axis for axis in zip(tensor.shape, tensor.stride) if axis[0] != 1]
    values = array.array("f", storages[tensor.storage.key])
    if sys.byteorder == "big":
        values.byteswap()
    values = gather(values, tensor.offset, axes)
    if len(values) != math.prod(tensor.shape):
        raise Unusable(f"tensor {name} reaches beyond its storage")
    if not all(-1e9 < value < 1e9 for value in values):  # false for NaN as well
        raise Unusable(f"tensor {name} holds numbers that are not finite")
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def safetensors(tensors, storages):
    header, parts, end = {}, [], 0
    for name in sorted(tensors):
        if name.endswith("num_batches_tracked"):
            continue
        data = float_bytes(name, tensors[name], storages)
        header[name] = {
            "dtype": "F32",
            "shape": list(tensors[name].shape),
            "data_offsets": [end, end + len(data)],
        }
        end += len(data)
        parts.append(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return b"".join([struct.pack("<Q", len(text)), text, *parts]), len(header)


def write_whole(path, data):
    """The file is there as a whole or not at all."""
    folder = os.path.dirname(os.path.abspath(path))
    os.makedirs(folder, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


# What reading bytes that are no checkpoint ends in.
MALFORMED = (Unusable, pickle.UnpicklingError, struct.error, LookupError, ValueError, TypeError, AttributeError, EOFError)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint")
    parser.add_argument("out")
    parser.add_argument("--expect", metavar="SHA256", help="refuse to write anything else")
    arguments = parser.parse_args()
    try:
        data, count = safetensors(*read_checkpoint(arguments.checkpoint))
        digest = hashlib.sha256(data).hexdigest()
        if arguments.expect and digest != arguments.expect:
            raise Unusable(f"it gives SHA-256 {digest} where {arguments.expect} is expected")
        write_whole(arguments.out, data)
    except OSError as why:
        sys.exit(f"error: {why}")
    except MALFORMED as why:
        sys.exit(f"error: {arguments.checkpoint} cannot be converted: {why or type(why).__name__}")
    print(f"{count} tensors, {len(data)} bytes, SHA-256 {digest}")


if __name__ == "__main__":
    main()
