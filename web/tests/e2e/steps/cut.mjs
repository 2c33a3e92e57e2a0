import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { check, test } from "../lib.mjs";

const SIDE = 1800;

/** Noise, which nothing makes smaller: about 9.7 MB. */
function png() {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const ends = [Buffer.alloc(4), Buffer.alloc(4)];
    ends[0].writeUInt32BE(data.length);
    ends[1].writeUInt32BE(crc32(body));
    return Buffer.concat([ends[0], body, ends[1]]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(SIDE, 0);
  head.writeUInt32BE(SIDE, 4);
  head.set([8, 2], 8);
  const rows = Buffer.concat(Array.from({ length: SIDE }, () => Buffer.concat([Buffer.of(0), randomBytes(SIDE * 3)])));
  const mark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([mark, chunk("IHDR", head), chunk("IDAT", deflateSync(rows, { level: 1 })), chunk("IEND", Buffer.alloc(0))]);
}

/** The line is cut in the middle of a large file: what has come is not sent again. */
export async function largeFile(way) {
  const { page, base, given } = way;
  given.push("cut line", "large.png");
  const made = await page.request.post(`${base}/api/v1/projects`, { headers: { "X-Fovea": "1" }, data: { name: "cut line", product: "", scene: "free", good_name: "good", note: "", classes: [] } });
  const project = await made.json();
  const folder = await mkdtemp(join(tmpdir(), "fovea-large-"));
  const bytes = png();
  const half = bytes.length >> 1;
  await writeFile(join(folder, "large.png"), bytes);
  const offsets = [];
  await page.route(/\/imports\/[^/]+\/tus\//, async (route) => {
    const request = route.request();
    if (request.method() !== "PATCH") return route.continue();
    offsets.push(Number(request.headers()["upload-offset"]));
    if (offsets.length > 1) return route.continue();
    const headers = { "X-Fovea": "1", "Tus-Resumable": "1.0.0", "Upload-Offset": "0", "Content-Type": "application/offset+octet-stream" };
    await page.request.patch(request.url(), { headers, data: bytes.subarray(0, half) });
    return route.abort("connectionreset");
  });
  await page.goto(`${base}/projects/${project.id}/data`);
  await page.setInputFiles(`input${test("files")}`, join(folder, "large.png"));
  const upload = page.locator(test("upload"));
  await page.waitForSelector(`${test("upload")}[data-state=done]`);
  check(Number(await upload.getAttribute("data-added")) === 1, "the large picture was not imported");
  check(offsets.length === 2 && offsets[0] === 0 && offsets[1] === half, `parts were sent from ${offsets}, not from 0 and ${half}`);
  await page.unroute(/\/imports\/[^/]+\/tus\//);
  await upload.locator("button").last().click();
  await rm(folder, { recursive: true });
  await page.goto(`${base}/projects`);
}
