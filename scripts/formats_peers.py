#!/usr/bin/env python3
"""Label formats held against the programs that they come from: `make peers`.

A drawn set goes through `fovea dataset convert` into each format and is read by the peer, then the peer writes it and `fovea`
reads it. Each box, outline and mask has to be the one that was drawn. Peers: pycocotools, datumaro, the readers within labelme
and label-studio-converter, pandas. Run by the Python that has them (scripts/requirements-peers.txt); the program is FOVEA or
target/debug/fovea. Prints a line a format and ends with 1 where one differs.
"""

import importlib.util
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import types
import unittest.mock
import warnings
from urllib.parse import unquote

import numpy as np
from PIL import Image

warnings.filterwarnings("ignore")
ROOT = pathlib.Path(__file__).resolve().parent.parent
FOVEA = os.environ.get("FOVEA", str(ROOT / "target/debug/fovea"))
W, H, PICTURES = 160, 120, 12
CLASSES = ["划痕", "dent & <co>"]
# Of every fifth picture.
TAGS = ["line 3", "夜班"]
# Formats round; so far in pixels may a coordinate lie from what was drawn.
NEAR = 0.02


def draw(folder: pathlib.Path) -> dict:
    """Pictures and an annotations.json; gives by picture a list of (class, kind, numbers or mask)."""
    rng = random.Random(7)
    for subset in ["train", "test"]:
        (folder / "images" / subset).mkdir(parents=True)
    truth, images, annotations = {}, [], []
    for number in range(PICTURES):
        name = f"part_{number:03}.png"
        pixels = np.random.default_rng(number).integers(0, 255, (H, W, 3), dtype=np.uint8)
        path = f"images/{subset_of(number)}/{name}"
        Image.fromarray(pixels).save(folder / path)
        images.append({"id": number + 1, "file_name": path, "width": W, "height": H})
        marks = []
        for _ in range(rng.randrange(1, 5) if number % 4 else 0):
            label, kind = rng.randrange(2), rng.choice(["box", "polygon", "mask"])
            x, y = rng.randrange(2, W - 50), rng.randrange(2, H - 50)
            common = {"id": len(annotations) + 1, "image_id": number + 1, "category_id": label + 1}
            if kind == "box":
                told = [x + 0.25, y + 0.5, rng.randrange(4, 40), rng.randrange(4, 40)]
                annotations.append(common | {"bbox": told})
            elif kind == "polygon":
                told = [x, y, x + 30.5, y + 4, x + 25, y + 38.25, x + 3, y + 20]
                annotations.append(common | {"segmentation": [told]})
            else:
                told = np.zeros((H, W), dtype=np.uint8)
                told[y : y + 20, x : x + 33] = np.random.default_rng(number).integers(0, 2, (20, 33))
                told[y : y + 3, x : x + 33] = 1
                annotations.append(common | {"segmentation": {"size": [H, W], "counts": runs(told.T)}})
            marks.append((CLASSES[label], kind, told))
        truth[name] = marks
    text = {"images": images, "annotations": annotations}
    text["categories"] = [{"id": i + 1, "name": name} for i, name in enumerate(CLASSES)]
    (folder / "annotations.json").write_text(json.dumps(text))
    lines = [f'images/{subset_of(number)}/part_{number:03}.png,"{",".join(TAGS)}"' for number in range(0, PICTURES, 5)]
    (folder / "tags.csv").write_text("\n".join(["picture,tags", *lines]) + "\n")
    return truth


def subset_of(number: int) -> str:
    return "train" if number % 3 else "test"


def runs(mask: np.ndarray) -> list:
    """Lengths of runs of 0 and 1 in turn, row by row."""
    flat = mask.reshape(-1)
    ends = np.flatnonzero(np.diff(flat)) + 1
    lengths = np.diff(np.concatenate([[0], ends, [flat.size]])).tolist()
    return ([0] if flat[0] else []) + lengths


def convert(source: pathlib.Path, to: str, out: pathlib.Path, *more: str) -> dict:
    done = subprocess.run([FOVEA, "dataset", "convert", str(source), "--to", to, "--out", str(out), "--json", *more],
                          capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{to}: {done.stderr}")
    return json.loads(done.stdout)


def bounds(kind: str, told) -> list:
    if kind == "box":
        return list(told)
    if kind == "mask":
        ys, xs = np.nonzero(told)
        return [xs.min(), ys.min(), xs.max() + 1 - xs.min(), ys.max() + 1 - ys.min()]
    xs, ys = told[0::2], told[1::2]
    return [min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)]


def same(drawn, found) -> bool:
    if drawn[0] != found[0] or drawn[1] != found[1]:
        return False
    if drawn[1] == "mask":
        return bool(np.array_equal(drawn[2] != 0, np.asarray(found[2]) != 0))
    return len(drawn[2]) == len(found[2]) and bool(np.allclose(drawn[2], found[2], atol=NEAR))


class Tally:
    def __init__(self):
        self.failed = False

    def compare(self, name: str, truth: dict, found: dict, boxes=False, near=NEAR, losses=None):
        """`boxes`: the format holds no more than the upright box around each mark."""
        marks, wrong = 0, []
        for picture, drawn in truth.items():
            here = found.get(picture, [])
            if len(here) != len(drawn):
                wrong.append(f"{picture}: {len(here)} of {len(drawn)}")
                continue
            for one, other in zip(drawn, here):
                marks += 1
                if boxes:
                    fits = one[0] == other[0] and np.allclose(bounds(one[1], one[2]), other[2], atol=near)
                else:
                    fits = same(one, other)
                if not fits:
                    wrong.append(f"{picture}: {one[0]} {one[1]} {bounds(*one[1:])} became {other[:2]}")
        lost = f"; told lost: {losses}" if losses else ""
        print(f"{'FAILED' if wrong else 'same'}  {name}: {len(truth)} pictures, {marks} marks{lost}")
        for line in wrong[:5]:
            print(f"        {line}")
        self.failed |= bool(wrong)


    def agree(self, name: str, one: dict, other: dict):
        """By picture and class the pixels."""
        alike = lambda a, b: a.keys() == b.keys() and all(np.array_equal(a[label], b[label]) for label in a)
        wrong = [picture for picture in one if not alike(one[picture], other.get(picture, {}))]
        print(f"{'FAILED' if wrong or not one else 'same'}  {name}: {len(one)} pictures{', not ' + ', '.join(wrong[:5]) if wrong else ''}")
        self.failed |= bool(wrong) or not one


def by_class(found: dict) -> dict:
    """The pixels of masks by picture and class, later ones over earlier ones; the background is none."""
    painted = {}
    for picture, marks in found.items():
        here = {}
        for label, kind, told in marks:
            if kind != "mask" or label == "background":
                continue
            pixels = np.asarray(told) != 0
            for other in here.values():
                other &= ~pixels
            here[label] = here.get(label, np.zeros_like(pixels)) | pixels
        painted[picture] = {label: pixels for label, pixels in here.items() if pixels.any()}
    return painted


def one_word(name: str) -> str:
    return name.replace(" ", "_")


def lost(report: dict) -> str:
    return ", ".join(f"{one['kind']} × {one['count']} {one['what']}" for one in report["losses"])


# Readers: by picture a list of (class, kind, numbers or mask).


def by_pycocotools(folder: pathlib.Path, shapes_of_masks: bool = False) -> dict:
    from pycocotools.coco import COCO

    with open(os.devnull, "w") as silent, unittest.mock.patch("sys.stdout", silent):
        coco = COCO(str(folder / "annotations.json"))
    found = {}
    for image in coco.loadImgs(coco.getImgIds()):
        marks = []
        for one in coco.loadAnns(coco.getAnnIds(imgIds=image["id"])):
            label = coco.loadCats(one["category_id"])[0]["name"]
            mask = coco.annToMask(one)
            segmentation = one["segmentation"]
            if shapes_of_masks or isinstance(segmentation, dict):
                marks.append((label, "mask", mask))
            elif is_box(segmentation[0], one["bbox"]):
                marks.append((label, "box", one["bbox"]))
            else:
                marks.append((label, "polygon", segmentation[0]))
        found[pathlib.PurePosixPath(image["file_name"]).name] = marks
    return found


def is_box(points: list, box: list) -> bool:
    x, y, w, h = box
    return len(points) == 8 and np.allclose(points, [x, y, x + w, y, x + w, y + h, x, y + h])


def by_datumaro(folder: pathlib.Path, format_: str) -> dict:
    from datumaro.components.annotation import AnnotationType as Kind
    from datumaro.components.dataset import Dataset

    data = Dataset.import_from(str(folder), format_)
    labels = data.categories()[Kind.label]
    found = {}
    for item in data:
        marks = []
        for one in sorted(item.annotations, key=lambda a: getattr(a, "z_order", 0) or 0):
            label = labels[one.label].name
            if one.type == Kind.bbox:
                marks.append((label, "box", one.get_bbox()))
            elif one.type == Kind.polygon:
                marks.append((label, "polygon", one.points))
            elif one.type == Kind.mask:
                marks.append((label, "mask", one.image))
        found[f"{pathlib.PurePosixPath(item.id).name}.png"] = marks
    return found


def alone(folder: pathlib.Path, subset: str) -> pathlib.Path:
    """One subset of a set in the way of VGGFace2: the peer cannot read two that have a class in common."""
    to = folder.with_name(f"{folder.name}-{subset}")
    (to / "bb_landmark").mkdir(parents=True)
    (to / subset).symlink_to(folder / subset)
    for file in (folder / "bb_landmark").glob(f"*_{subset}.csv"):
        (to / "bb_landmark" / file.name).symlink_to(file)
    return to


def tags_by_datumaro(folder: pathlib.Path) -> dict:
    from datumaro.components.dataset import Dataset

    items = Dataset.import_from(str(folder), "datumaro")
    return {pathlib.PurePosixPath(item.id).name: item.attributes["tags"] for item in items if "tags" in item.attributes}


def by_labelme(folder: pathlib.Path) -> dict:
    """With the file that labelme itself reads labels with; its windows and models stay away."""
    for module in ["onnxruntime", "loguru", "tifffile", "labelme.utils"]:
        sys.modules.setdefault(module, unittest.mock.MagicMock())
    package = types.ModuleType("labelme")
    package.__version__, package.utils = "0", sys.modules["labelme.utils"]
    sys.modules["labelme"] = package
    place = next(p for p in map(pathlib.Path, sys.path) if (p / "labelme/_label_file.py").exists())
    reader = loaded("labelme._label_file", place / "labelme/_label_file.py")
    found = {}
    for path in sorted((folder / "images").rglob("*.json")):
        marks = []
        for raw in json.loads(path.read_text())["shapes"]:
            one = reader._load_shape_json_obj(raw)
            flat = [value for point in one["points"] for value in point]
            if one["shape_type"] == "rectangle":
                x0, y0, x1, y1 = flat
                marks.append((one["label"], "box", [x0, y0, x1 - x0, y1 - y0]))
            else:
                marks.append((one["label"], "polygon", flat))
        found[f"{path.stem}.png"] = marks
    return found


def loaded(name: str, path: pathlib.Path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def brush_of_label_studio():
    place = next(p for p in map(pathlib.Path, sys.path) if (p / "label_studio_converter/brush.py").exists())
    return loaded("label_studio_brush", place / "label_studio_converter/brush.py")


def by_label_studio(folder: pathlib.Path) -> dict:
    brush = brush_of_label_studio()
    found = {}
    for task in json.loads((folder / "label_studio.json").read_text()):
        marks = []
        for one in [r for a in task["annotations"] for r in a["result"]]:
            value, kind = one["value"], one["type"]
            if kind == "rectanglelabels":
                told = [value["x"] * W / 100, value["y"] * H / 100, value["width"] * W / 100, value["height"] * H / 100]
                marks.append((value[kind][0], "box", told))
            elif kind == "polygonlabels":
                told = [v for x, y in value["points"] for v in (x * W / 100, y * H / 100)]
                marks.append((value[kind][0], "polygon", told))
            elif kind == "brushlabels":
                pixels = brush.decode_rle(value["rle"]).reshape(H, W, 4)[:, :, 3]
                marks.append((value[kind][0], "mask", pixels))
        name = unquote(task["data"]["image"].split("?d=")[1])
        found[pathlib.PurePosixPath(name).name] = marks
    return found


def by_pandas(folder: pathlib.Path) -> dict:
    import pandas

    table = pandas.read_csv(folder / "annotations.csv", keep_default_na=False)
    found = {}
    for row in table.itertuples():
        marks = found.setdefault(pathlib.PurePosixPath(row.picture).name, [])
        if row.x != "":
            marks.append((row[5], "box", [float(v) for v in (row.x, row.y, row.w, row.h)]))
    return found


# Writers of the peers.


def dataset_of(folder: pathlib.Path, truth: dict, words: bool = False):
    from datumaro.components.annotation import AnnotationType, Bbox, LabelCategories, Mask, Polygon
    from datumaro.components.dataset import Dataset
    from datumaro.components.dataset_base import DatasetItem
    from datumaro.components.media import Image as Media

    classes = [one_word(name) for name in CLASSES] if words else CLASSES

    def mark(number, one):
        label, more = classes.index(one[0]), {"z_order": number, "id": number + 1, "group": 0}
        if one[1] == "box":
            return Bbox(*one[2], label=label, **more)
        if one[1] == "polygon":
            return Polygon(one[2], label=label, **more)
        return Mask(one[2].astype(bool), label=label, **more)

    items = [
        DatasetItem(id=name[:-4], subset=subset_of(n), annotations=[mark(i, m) for i, m in enumerate(marks)],
                    media=Media.from_file(path=str(folder / "images" / subset_of(n) / name), size=(H, W)))
        for n, (name, marks) in enumerate(truth.items())
    ]
    return Dataset.from_iterable(items, categories={AnnotationType.label: LabelCategories.from_iterable(classes)})


def label_studio_of(folder: pathlib.Path, truth: dict, out: pathlib.Path):
    brush = brush_of_label_studio()
    (out / "images").mkdir(parents=True)
    tasks = []
    for number, (name, marks) in enumerate(truth.items()):
        (out / "images" / name).write_bytes((folder / "images" / subset_of(number) / name).read_bytes())
        results = []
        for label, kind, told in marks:
            if kind == "box":
                x, y, w, h = told
                key = "rectanglelabels"
                value = {"x": x / W * 100, "y": y / H * 100, "width": w / W * 100, "height": h / H * 100, "rotation": 0}
            elif kind == "polygon":
                key = "polygonlabels"
                value = {"points": [[x / W * 100, y / H * 100] for x, y in zip(told[0::2], told[1::2])]}
            else:
                key = "brushlabels"
                value = {"format": "rle", "rle": brush.mask2rle(told * 255)}
            results.append({"type": key, "original_width": W, "original_height": H, "value": value | {key: [label]}})
        tasks.append({"data": {"image": f"/data/upload/1/0a1b2c3d-{name}"}, "annotations": [{"result": results}]})
    (out / "tasks.json").write_text(json.dumps(tasks))


def unmasked(truth: dict) -> dict:
    return {name: [m for m in marks if m[1] != "mask"] for name, marks in truth.items()}


def main() -> int:
    tally = Tally()
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        truth = draw(place / "drawn")
        out = lambda name: place / name

        def written(format_):
            return lost(convert(place / "drawn", format_, out(format_)))

        told = written("coco")
        tally.compare("coco, read by pycocotools", truth, by_pycocotools(out("coco")), losses=told)
        told = written("coco_rle")
        pixels = {name: [m for m in marks if m[1] == "mask"] for name, marks in truth.items()}
        read = by_pycocotools(out("coco_rle"), shapes_of_masks=True)
        read = {name: [m for m, d in zip(marks, truth[name]) if d[1] == "mask"] for name, marks in read.items()}
        tally.compare("coco with compressed runs, read by pycocotools", pixels, read, losses=told)
        told = written("cvat")
        tally.compare("cvat, read by datumaro", truth, by_datumaro(out("cvat"), "cvat"), losses=told)
        told = written("datumaro")
        tally.compare("datumaro, read by datumaro", truth, by_datumaro(out("datumaro"), "datumaro"), losses=told)
        fits = tags_by_datumaro(out("datumaro")) == {f"part_{number:03}": TAGS for number in range(0, PICTURES, 5)}
        print(f"{'same' if fits else 'FAILED'}  datumaro, read by datumaro: tags of pictures")
        tally.failed |= not fits
        told = written("label_studio")
        tally.compare("label studio, masks read by its converter", truth, by_label_studio(out("label_studio")), losses=told)
        told = written("labelme")
        found = by_labelme(out("labelme"))
        plain = unmasked(truth)
        found = {name: [m for m, d in zip(marks, truth[name]) if d[1] != "mask"] for name, marks in found.items()}
        tally.compare("labelme, read by labelme", plain, found, losses=told)
        told = written("csv")
        tally.compare("csv, read by pandas", truth, by_pandas(out("csv")), boxes=True, losses=told)
        written("mvtec")
        # There each picture is three items: its kind, boxes and mask.
        kinds = {name.rsplit("-", 1)[0] + ".png": marks[0][2] for name, marks in by_datumaro(out("mvtec"), "mvtec").items()
                 if marks and marks[0][1] == "mask"}
        whole = {}
        for name, marks in truth.items():
            around = np.zeros((H, W), dtype=bool)
            for _, kind, told in marks:
                if kind == "mask":
                    around |= told != 0
            whole[name] = around
        fits = all(np.all(kinds[name][whole[name]] != 0) for name, marks in truth.items() if marks)
        print(f"{'same' if fits else 'FAILED'}  mvtec, read by datumaro: every painted pixel is in its mask")
        tally.failed |= not fits

        # Pixels of classes: what datumaro sees in them has to be what fovea sees.
        written("camvid")
        convert(out("camvid"), "coco", out("again-camvid"))
        seen = by_class(by_pycocotools(out("again-camvid")))
        tally.agree("camvid, read by datumaro", by_class(by_datumaro(out("camvid"), "camvid")), seen)

        # Frames have numbers in place of names, a video a subset; boxes are all there is.
        told = written("mot")
        found = {}
        for subset in ["train", "test"]:
            names = [name for number, name in enumerate(truth) if subset_of(number) == subset]
            for frame, marks in by_datumaro(out("mot") / subset, "mot_seq").items():
                found[names[int(frame.removesuffix(".png")) - 1]] = marks
        tally.compare("mot, read by datumaro", truth, found, boxes=True, losses=told)

        # In whole pixels, and classes are one word.
        told = written("wider_face")
        worded = {name: [(one_word(m[0]), *m[1:]) for m in marks] for name, marks in truth.items()}
        tally.compare("wider face, read by datumaro", worded, by_datumaro(out("wider_face"), "wider_face"), boxes=True, near=1.0, losses=told)

        # One box a picture; which one it is both have to see alike.
        told = written("vgg_face2")
        convert(out("vgg_face2"), "coco", out("again-vgg_face2"))
        seen = by_pycocotools(out("again-vgg_face2"))
        found = {}
        for subset in ["train", "test"]:
            found |= by_datumaro(alone(out("vgg_face2"), subset), "vgg_face2")
        tally.compare("vggface2, read by datumaro", seen, found, losses=told)

        # The other way round: the peer writes, fovea reads and writes COCO, pycocotools reads that.
        data = dataset_of(place / "drawn", truth)
        for format_, more in [("cvat", {"save_media": True}), ("datumaro", {"save_media": True})]:
            data.export(str(out(f"peer-{format_}")), format_, **more)
            report = convert(out(f"peer-{format_}"), "coco", out(f"from-{format_}"))
            tally.compare(f"{format_}, written by datumaro", truth, by_pycocotools(out(f"from-{format_}")), losses=lost(report))
        data.export(str(out("peer-coco")), "coco_instances", save_media=True)
        report = convert(out("peer-coco"), "coco", out("from-coco"))
        tally.compare("coco, written by datumaro", unordered(truth), unordered(by_pycocotools(out("from-coco"))), losses=lost(report))
        data.export(str(out("peer-camvid")), "camvid", save_media=True)
        convert(out("peer-camvid"), "coco", out("from-camvid"))
        tally.agree("camvid, written by datumaro", by_class(truth), by_class(by_pycocotools(out("from-camvid"))))
        boxes = {name: [m for m in marks if m[1] == "box"] for name, marks in truth.items()}
        data.export(str(out("peer-mot")), "mot_seq_gt", save_media=True)
        convert(out("peer-mot"), "coco", out("from-mot"))
        read = by_pycocotools(out("from-mot"))
        # Its frames are numbered as the set is gone through.
        found = {f"{item.id}.png": read.get(f"{frame:06}.png", []) for frame, item in enumerate(data, 1)}
        tally.compare("mot, written by datumaro", boxes, found)
        # Its lines are parted at blanks, and names are not.
        dataset_of(place / "drawn", worded, words=True).export(str(out("peer-wider_face")), "wider_face", save_media=True)
        convert(out("peer-wider_face"), "coco", out("from-wider_face"))
        boxes = {name: [m for m in marks if m[1] == "box"] for name, marks in worded.items()}
        tally.compare("wider face, written by datumaro", boxes, by_pycocotools(out("from-wider_face")))
        single = {name: [m for m in marks if m[1] == "box"][:1] for name, marks in truth.items()}
        dataset_of(place / "drawn", single).export(str(out("peer-vgg_face2")), "vgg_face2", save_media=True)
        convert(out("peer-vgg_face2"), "coco", out("from-vgg_face2"))
        tally.compare("vggface2, written by datumaro", single, by_pycocotools(out("from-vgg_face2")))
        label_studio_of(place / "drawn", truth, out("peer-studio"))
        report = convert(out("peer-studio"), "coco", out("from-studio"))
        tally.compare("label studio, masks written by its converter", truth, by_pycocotools(out("from-studio")), losses=lost(report))
        for format_ in ["coco_rle", "cvat", "datumaro", "label_studio"]:
            convert(out(format_), "coco", out(f"again-{format_}"))
            tally.compare(f"{format_} and back", truth, by_pycocotools(out(f"again-{format_}")))
    return int(tally.failed)


def unordered(found: dict) -> dict:
    """datumaro writes masks behind all else."""
    return {name: sorted(marks, key=lambda m: (m[1] == "mask", bounds(*m[1:]))) for name, marks in found.items()}


if __name__ == "__main__":
    sys.exit(main())
