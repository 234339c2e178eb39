// Draws the portal's icons into public/icons: a check mark on a ledger line. The drawing is a few
// signed distances and the PNG a few zlib calls, so that no image library is needed.
import { mkdirSync, writeFileSync } from "node:fs";
import { crc32, deflateSync } from "node:zlib";

const ACCENT = [0x1b, 0x4b, 0x7a];
const INK = [0xff, 0xff, 0xff];
const STROKE = 0.046;
const folder = new URL("../public/icons/", import.meta.url);

/** The mark in a unit square: two strokes of the check, one ruled line under it. */
const SEGMENTS = [
  { from: [0.29, 0.47], to: [0.44, 0.61], half: STROKE },
  { from: [0.44, 0.61], to: [0.72, 0.29], half: STROKE },
  { from: [0.29, 0.745], to: [0.72, 0.745], half: STROKE * 0.5 },
];

function distanceToSegment([x, y], { from, to, half }) {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const along = ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - from[0] - t * dx, y - from[1] - t * dy) - half;
}

function distanceToTile([x, y], radius) {
  const qx = Math.abs(x - 0.5) - 0.5 + radius;
  const qy = Math.abs(y - 0.5) - 0.5 + radius;
  return Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0) - radius;
}

/** How much of a pixel lies inside a shape, from its distance in pixels. */
const coverage = (distance) => Math.min(1, Math.max(0, 0.5 - distance));

/** `radius` 0 fills the whole square (maskable, Apple); `scale` keeps the mark in the safe zone. */
function draw(size, { radius, scale }) {
  const pixels = Buffer.alloc(size * (size * 4 + 1));
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const point = [(column + 0.5) / size, (row + 0.5) / size];
      const inMark = point.map((value) => (value - 0.5) / scale + 0.5);
      const nearest = Math.min(...SEGMENTS.map((segment) => distanceToSegment(inMark, segment)));
      const mark = coverage(nearest * size * scale);
      const tile = radius === 0 ? 1 : coverage(distanceToTile(point, radius) * size);
      const at = row * (size * 4 + 1) + 1 + column * 4;
      for (let channel = 0; channel < 3; channel++) {
        pixels[at + channel] = Math.round(ACCENT[channel] * (1 - mark) + INK[channel] * mark);
      }
      pixels[at + 3] = Math.round(tile * 255);
    }
  }
  return png(size, pixels);
}

function chunk(type, content) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

function png(size, pixels) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(pixels, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function svg() {
  const unit = (value) => Math.round(value * 640) / 10;
  const line = ({ from, to, half }) =>
    `<path d="M${from.map(unit).join(" ")} ${to.map(unit).join(" ")}" stroke-width="${unit(half * 2)}"/>`;
  const colour = `#${ACCENT.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><title>Akkoord</title><rect width="64" height="64" rx="14" fill="${colour}"/><g fill="none" stroke="#fff" stroke-linecap="round">${SEGMENTS.map(line).join("")}</g></svg>\n`;
}

mkdirSync(folder, { recursive: true });
const files = {
  "icon.svg": svg(),
  "icon-192.png": draw(192, { radius: 0.22, scale: 1.08 }),
  "icon-512.png": draw(512, { radius: 0.22, scale: 1.08 }),
  "maskable-512.png": draw(512, { radius: 0, scale: 0.86 }),
  "apple-touch-icon.png": draw(180, { radius: 0, scale: 1 }),
};
for (const [name, content] of Object.entries(files)) {
  writeFileSync(new URL(name, folder), content);
  console.log(`public/icons/${name} ${content.length} bytes`);
}
