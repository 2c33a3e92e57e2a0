#!/usr/bin/env python3
"""Lists the licence of every crate and of every package of the pages that becomes part of the program.

    scripts/licenses.py            writes licenses.txt and licenses_pages.txt in crates/fovea/src, which `fovea licenses` prints
    scripts/licenses.py --check    fails where one of them is not what would be written (a step of `make lint`)

Counted are the crates that the program is linked from on the platforms that are shipped, by `cargo metadata --locked`. Build
scripts, procedural macros and what only they or tests use do their work before there is a program, and are left out. Of the
pages those packages are counted that what runs in the browser may need, by web/package-lock.json; cargo-deny does not see
them, so their licences are held against the list of deny.toml here.
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LIST = ROOT / "crates" / "fovea" / "src" / "licenses.txt"
PAGES = ROOT / "crates" / "fovea" / "src" / "licenses_pages.txt"
PROGRAM = "fovea"
PLATFORMS = ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"]
# What tus-js-client needs outside of browsers alone: its build for them imports none of these.
OUTSIDE_BROWSERS = {"buffer-from", "combine-errors", "is-stream", "lodash.throttle", "proper-lockfile"}
# As its LICENSE has it; package.json has a slip of the pen.
WRITTEN_WRONG = {("splaytree-ts", "BDS-3-Clause"): "BSD-3-Clause"}


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


def in_the_pages():
    """Packages that the pages are made of, as name, version and licence."""
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    def found(name, user):
        """Where a package that `user` asks for lies: beside its own, else further up, as Node looks for it."""
        while True:
            place = f"{user}/node_modules/{name}" if user else f"node_modules/{name}"
            if place in lock:
                return place
            if not user:
                fail(f"web/package-lock.json does not say where {name} lies", "cd web && npm install")
            user = user.rpartition("/node_modules/")[0] if "/node_modules/" in user else ""

    waiting, seen = [("", name) for name in lock[""]["dependencies"]], set()
    while waiting:
        user, name = waiting.pop()
        place = found(name, user)
        if place not in seen:
            seen.add(place)
            needs = lock[place].get("dependencies", {})
            waiting.extend((place, need) for need in needs if need not in OUTSIDE_BROWSERS)
    for place in seen:
        name, package = place.rpartition("node_modules/")[2], lock[place]
        licence = package.get("license")
        yield name, package["version"], WRITTEN_WRONG.get((name, licence), licence)


def allowed():
    """The licences that deny.toml lets in."""
    text = (ROOT / "deny.toml").read_text(encoding="utf-8")
    return set(re.findall(r'"([^"]+)"', re.search(r"^allow = \[(.*?)^\]", text, re.S | re.M)[1]))


def list_of(lines):
    return "".join(f"{line}\n" for line in sorted(lines))


lines = set()
for platform in PLATFORMS:
    for package in shipped(platform):
        name, version, licence = package["name"], package["version"], package["license"]
        if not licence:
            fail(f"{name} {version} names no licence", "look into its repository before it is used")
        # The older way of writing "or".
        lines.add(f"{name} {version} {licence.replace('/', ' OR ')}")
let_in, pages = allowed(), set()
for name, version, licence in in_the_pages():
    if not licence or not let_in & set(re.split(r" OR |[()]", licence)):
        fail(f"{name} {version} of the pages has the licence {licence}", "deny.toml lists what may come into the program")
    pages.add(f"{name} {version} {licence}")
found = [(LIST, list_of(lines), f"{len(lines)} crates"), (PAGES, list_of(pages), f"{len(pages)} packages of the pages")]

for file, text, count in found:
    if "--check" not in sys.argv[1:]:
        file.write_text(text, encoding="utf-8")
        print(f"{file.relative_to(ROOT)}: {count}")
    elif not file.is_file() or file.read_text(encoding="utf-8") != text:
        fail(f"{file.relative_to(ROOT)} is not up to date", "run scripts/licenses.py and commit the file")
    else:
        print(f"licences: {count}")
