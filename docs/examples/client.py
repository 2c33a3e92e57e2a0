"""Trains on a folder of pictures and judges one more, by the server's API:  client.py SERVER FOLDER PICTURE

The token comes from the account page, or from `fovea admin token`:  FOVEA_TOKEN=fovea_… python3 client.py …
"""
import json, os, pathlib, sys, time, urllib.error, urllib.parse, urllib.request

server, folder, picture = sys.argv[1].rstrip("/"), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])


def call(method, path, body=None, **more):
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
    headers = {"Authorization": f"Bearer {os.environ['FOVEA_TOKEN']}", "Content-Type": kind, **more}
    request = urllib.request.Request(f"{server}/api/v1{path}", data, headers, method=method)
    try:
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or "null")
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {path}: {error.read().decode()}")


project = call("POST", "/projects", {"name": folder.name, "product": folder.name, "scene": "free", "good_name": "good", "note": "", "classes": []})
upload = call("POST", f"/projects/{project['id']}/imports", {})
for file in filter(pathlib.Path.is_file, sorted(folder.rglob("*"))):
    call("PUT", f"/imports/{upload['id']}/files?name={urllib.parse.quote(str(file.relative_to(folder)))}", file.read_bytes())
call("POST", f"/imports/{upload['id']}/finish")
job = call("POST", f"/projects/{project['id']}/trainings", {"task": "anomaly", "cost": 20})
while job["state"] not in ("succeeded", "failed", "stopped"):
    time.sleep(1)
    job = call("GET", f"/jobs/{job['id']}")
if job["state"] != "succeeded":
    sys.exit(f"the training {job['state']}: {job['reason']}")
call("PATCH", f"/models/{job['model_id']}", {"stage": "released"}, **{"If-Match": "1"})
service = call("POST", f"/projects/{project['id']}/services", {"model_id": job["model_id"], "name": "line 1", "keep": "all"})
while service["state"] != "running":
    time.sleep(1)
    service = call("GET", f"/services/{service['id']}")
print(call("POST", f"/services/{service['id']}/infer", picture.read_bytes()))
