#!/usr/bin/env python3
"""Lists the licence of every crate that becomes part of the program, from `cargo metadata --locked`.

    scripts/licenses.py            writes crates/fovea/src/licenses.txt, which `fovea licenses` prints
    scripts/licenses.py --check    fails where that file is not what would be written (a step of `make lint`)

Counted are the crates that the program is linked from on the platforms that are shipped. Build scripts, procedural
macros and what only they or tests use do their work before there is a program, and are left out.
"""

import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIST = ROOT / "crates" / "fovea" / "src" / "licenses.txt"
PROGRAM = "fovea"
PLATFORMS = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"]


def fail(message, hint):
    print(f"error: {message}", file=sys.stderr)
    print(f"hint: {hint}", file=sys.stderr)
    sys.exit(1)


def shipped(platform):
    """Packages that are linked into the program on a platform."""
    command = ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", platform]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        fail("cargo metadata failed", "see its message above; `cargo fetch --locked` brings what is missing")
    metadata = json.loads(done.stdout)
    packages = {package["id"]: package for package in metadata["packages"]}
    nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
    is_macro = lambda id: any("proc-macro" in target["kind"] for target in packages[id]["targets"])
    waiting = [id for id in metadata["workspace_members"] if packages[id]["name"] == PROGRAM]
    seen = set(waiting)
    while waiting:
        for use in nodes[waiting.pop()]["deps"]:
            linked = any(kind["kind"] is None for kind in use["dep_kinds"])
            if linked and use["pkg"] not in seen and not is_macro(use["pkg"]):
                seen.add(use["pkg"])
                waiting.append(use["pkg"])
    return [packages[id] for id in seen]


lines = set()
for platform in PLATFORMS:
    for package in shipped(platform):
        name, version, licence = package["name"], package["version"], package["license"]
        if not licence:
            fail(f"{name} {version} names no licence", "look into its repository before it is used")
        # The older way of writing "or".
        lines.add(f"{name} {version} {licence.replace('/', ' OR ')}")
text = "".join(f"{line}\n" for line in sorted(lines))

if "--check" in sys.argv[1:]:
    if not LIST.is_file() or LIST.read_text(encoding="utf-8") != text:
        fail(f"{LIST.relative_to(ROOT)} is not up to date", "run scripts/licenses.py and commit the file")
    print(f"licences: {len(lines)} crates")
else:
    LIST.write_text(text, encoding="utf-8")
    print(f"{LIST.relative_to(ROOT)}: {len(lines)} crates")
