"""The same folder into a data set of datumaro: read as class folders, written as its own format with the pictures."""
import pathlib, sys, time
from datumaro import Dataset

source, out = sys.argv[1:]
begin = time.perf_counter()
dataset = Dataset.import_from(source, "imagenet")
dataset.export(out, "datumaro", save_media=True)
took = time.perf_counter() - begin
files = [p for p in pathlib.Path(source).rglob("*") if p.is_file()]
kept = [p for p in pathlib.Path(out).rglob("*.jpg")]
if len(dataset) != len(files) or len(kept) != len(files):
    sys.exit(f"of {len(files)} pictures {len(dataset)} were read and {len(kept)} kept")
size = sum(f.stat().st_size for f in files)
print(f"datumaro: {len(files) / took:.0f} pictures/s, {size / took / 1e6:.0f} MB/s")
