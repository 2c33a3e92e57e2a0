#!/usr/bin/env python3
"""Fills a fresh server with one of each kind of thing, so that generated requests reach what is there:

    FOVEA_TOKEN=fovea_… fuzz_house.py SERVER PICTURES > schemathesis.toml

The file that is printed names the things for the routes that have them in their path. Standard library only.
"""
import json, os, pathlib, sys, time, urllib.error, urllib.parse, urllib.request

server, folder = sys.argv[1].rstrip("/"), pathlib.Path(sys.argv[2])
OUTLINED = {path.stem for path in (folder / "labelme").glob("*.json")}


def call(method, path, body=None, **more):
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
    headers = {"Authorization": f"Bearer {os.environ['FOVEA_TOKEN']}", "Content-Type": kind, **more}
    try:
        with urllib.request.urlopen(urllib.request.Request(f"{server}/api/v1{path}", data, headers, method=method)) as answer:
            return json.loads(answer.read() or "null")
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {path}: {error.code} {error.read().decode()}")


def until(path, state):
    while (now := call("GET", path))["state"] != state:
        if now["state"] in ("failed", "stopped"):
            sys.exit(f"{path}: {now}")
        time.sleep(0.5)
    return now


project = call("POST", "/projects", {"name": "Screws", "product": "BS-25", "scene": "free", "good_name": "good", "note": "", "classes": [{"name": "pitting"}]})
upload = call("POST", f"/projects/{project['id']}/imports", {})
pictures = sorted((folder / "images").iterdir())[:40]
for file in pictures:
    name = f"{'pitting' if file.stem in OUTLINED else 'good'}/{file.name}"
    call("PUT", f"/imports/{upload['id']}/files?name={urllib.parse.quote(name)}", file.read_bytes())
call("POST", f"/imports/{upload['id']}/finish")
open_import = call("POST", f"/projects/{project['id']}/imports", {})
picture = call("GET", f"/projects/{project['id']}/pictures")["items"][0]
training = call("POST", f"/projects/{project['id']}/trainings", {"task": "anomaly", "cost": 20, "budget_s": 60})
training = until(f"/jobs/{training['id']}", "succeeded")
model = call("PATCH", f"/models/{training['model_id']}", {"stage": "released"}, **{"If-Match": '"1"'})
service = call("POST", f"/projects/{project['id']}/services", {"model_id": model["id"], "name": "line 1", "keep": "all"})
until(f"/services/{service['id']}", "running")
record = call("POST", f"/services/{service['id']}/infer?serial=S1", pictures[0].read_bytes(), **{"Content-Type": "image/jpeg"})
role = call("POST", "/roles", {"name": "lookers", "description": "", "permissions": ["project.read"]})
group = call("POST", "/groups", {"name": "nights", "description": "", "role_ids": [role["id"]]})
made = call("POST", "/users/batch", {"users": [{"name": "nina", "nickname": "", "phone": "", "mail": "", "role_ids": [role["id"]], "group_ids": [group["id"]]}]})

kinds = {
    "projects": project["id"],
    "classes": next(one["id"] for one in project["classes"] if not one["good"]),
    "imports": open_import["id"],
    "pictures": picture["id"],
    "versions": call("GET", f"/projects/{project['id']}/versions")["items"][0]["id"],
    "jobs": training["id"],
    "models": model["id"],
    "services": service["id"],
    "records": record["record_id"],
    "roles": role["id"],
    "groups": group["id"],
    "users": made["made"][0]["user"]["id"],
}
for kind, found in kinds.items():
    print(f'[[operations]]\ninclude-path-regex = "^/{kind}/\\\\{{id\\\\}}"\nparameters = {{ "path.id" = "{found}" }}\n')
