// What the places of pictures look like, as the real program tells it: a server on an empty folder that gets the pictures.
import { startServer } from "../e2e/lib.mjs";

/** Maps in the order of `files` ([name, bytes]), with the milliseconds that each took when it was first asked for. */
export async function mapsOf(program, files) {
  const server = await startServer(program);
  const headers = { "X-Fovea": "1" };
  const call = async (method, path, body, more = {}) => {
    const answer = await fetch(`${server.base}/api/v1${path}`, { method, body, headers: { ...headers, ...more } });
    if (!answer.ok) throw new Error(`${method} ${path} answers ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  const json = async (method, path, body) => (await call(method, path, body && JSON.stringify(body), { "Content-Type": "application/json" })).json();
  try {
    const token = new URL(server.link).hash.slice("#token=".length);
    const entered = await call("POST", "/setup", JSON.stringify({ token, name: "bench", password: "a sentence for the bench" }), { "Content-Type": "application/json" });
    headers.Cookie = entered.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
    const project = await json("POST", "/projects", { name: "bench", product: "", scene: "segmentation", good_name: "good", note: "", classes: [{ name: "thing" }] });
    const { id } = await json("POST", `/projects/${project.id}/imports`, {});
    for (const [name, bytes] of files) await call("PUT", `/imports/${id}/files?name=${encodeURIComponent(name)}`, bytes, { "Content-Type": "application/octet-stream" });
    await call("POST", `/imports/${id}/finish`);
    const known = new Map();
    for (let tries = 0; known.size < files.length; tries += 1) {
      if (tries > 600) throw new Error(`${known.size} of ${files.length} pictures came`);
      await new Promise((done) => setTimeout(done, 200));
      for (let cursor = ""; cursor !== null; ) {
        const page = await json("GET", `/projects/${project.id}/pictures?sort=name&limit=200${cursor}`);
        for (const one of page.items) known.set(one.name, one.id);
        cursor = page.next ? `&cursor=${encodeURIComponent(page.next)}` : null;
      }
    }
    const maps = [];
    for (const [name] of files) {
      const begun = performance.now();
      const map = await (await call("GET", `/pictures/${known.get(name)}/features`)).arrayBuffer();
      maps.push({ map, ms: performance.now() - begun });
    }
    return maps;
  } finally {
    await server.stop();
  }
}
