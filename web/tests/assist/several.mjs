// Drawn pictures with several things of one kind, and others beside them; as PNG for the program that tells what their places look like.
import { deflateSync } from "node:zlib";

const SIZE = { width: 480, height: 360 };
const SIDE = 40;
/** How the same thing looks elsewhere. */
const WAYS = {
  "as it is": { light: () => 0, turn: () => 0, strength: () => 1 },
  "in other light": { light: (next) => 50 * (next() - 0.5), turn: () => 0, strength: (next) => 0.4 + 0.8 * next() },
  turned: { light: () => 0, turn: (next) => 2 * Math.PI * next(), strength: () => 1 },
};

export const severalDrawn = (core, each) =>
  Object.keys(WAYS).map((way) => ({ name: `drawn, ${way}`, pictures: Array.from({ length: each }, (_, index) => drawn(core, WAYS[way], index + 1)) }));

/** Places that keep apart from each other. */
function scattered(next, many) {
  const places = [];
  for (let tries = 0; places.length < many && tries < 5000; tries += 1) {
    const one = { x: Math.floor((SIZE.width - SIDE) * next()), y: Math.floor((SIZE.height - SIDE) * next()) };
    if (places.every(({ x, y }) => Math.hypot(x - one.x, y - one.y) > 1.6 * SIDE)) places.push(one);
  }
  return places;
}

/** How dark a thing is at a place of it, -1 to 1: a cross or a ring. */
const thing = {
  cross: (u, v) => (Math.abs(u) < 0.22 && Math.abs(v) < 0.85) || (Math.abs(v) < 0.22 && Math.abs(u) < 0.5),
  ring: (u, v) => Math.hypot(u, v) < 0.8 && Math.hypot(u, v) > 0.5,
};

function drawn({ chance }, way, seed) {
  const next = chance(seed + 77);
  const { width, height } = SIZE;
  const data = new Uint8ClampedArray(width * height * 4);
  const slope = 0.1 * (next() - 0.5);
  for (let at = 0; at < width * height; at += 1) {
    const ground = 140 + slope * ((at % width) - width / 2) + 14 * (next() + next() - 1);
    data.set([ground, ground, ground, 255], at * 4);
  }
  const boxes = [];
  scattered(next, 9).forEach(({ x: left, y: top }, index) => {
    const same = index < 6;
    const inside = same ? thing.cross : thing.ring;
    // The first is as it is: what looks other is found from it, and it from what looks other.
    const [light, turn, strength] = index === 0 ? [0, 0, 1] : [way.light(next), way.turn(next), way.strength(next)];
    for (let y = 0; y < SIDE; y += 1) {
      for (let x = 0; x < SIDE; x += 1) {
        const [u, v] = [(2 * (x + 0.5)) / SIDE - 1, (2 * (y + 0.5)) / SIDE - 1];
        const [a, b] = [u * Math.cos(turn) + v * Math.sin(turn), v * Math.cos(turn) - u * Math.sin(turn)];
        if (Math.hypot(u, v) > 0.95) continue;
        const by = light * (0.95 - Math.hypot(u, v)) - (inside(a, b) ? 60 * strength : 0);
        const at = ((top + y) * width + left + x) * 4;
        for (let part = 0; part < 3; part += 1) data[at + part] += by;
      }
    }
    if (same) boxes.push({ x: left, y: top, w: SIDE, h: SIDE, kind: "cross" });
  });
  return { size: SIZE, data, boxes, file: [`p${String(seed).padStart(4, "0")}.png`, png(SIZE, data)] };
}

const TABLE = Uint32Array.from({ length: 256 }, (_, number) => {
  let value = number;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value >>> 0;
});
const sum = (bytes) => (bytes.reduce((all, one) => TABLE[(all ^ one) & 255] ^ (all >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

function png({ width, height }, data) {
  const chunk = (name, bytes) => {
    const body = Buffer.concat([Buffer.from(name, "latin1"), bytes]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(bytes.length);
    check.writeUInt32BE(sum(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits, red, green, blue.
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let part = 0; part < 3; part += 1) rows[y * (1 + width * 3) + 1 + x * 3 + part] = data[(y * width + x) * 4 + part];
    }
  }
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}
