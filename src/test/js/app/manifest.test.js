import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const webapp = new URL('../../../main/webapp/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('manifest.webmanifest', webapp), 'utf8'));

/** @param {string} path @returns {string} as in `sizes` */
function sizeOf(path) {
  const png = readFileSync(new URL(path, webapp));
  assert.equal(png.subarray(1, 4).toString(), 'PNG', path);
  return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
}

test('the application can be installed everywhere: its icons are there, in the sizes that are promised', () => {
  const pngs = manifest.icons.filter((/** @type {any} */ { type }) => type === 'image/png');
  for (const { src, sizes } of pngs) assert.equal(sizeOf(src), sizes);
  assert.deepEqual(
    pngs.map((/** @type {any} */ { sizes, purpose }) => `${sizes} ${purpose}`),
    ['192x192 any', '512x512 any', '512x512 maskable'],
  );
  const page = readFileSync(new URL('index.html', webapp), 'utf8');
  const [, touch = ''] = /rel="apple-touch-icon" href="([^"]+)"/.exec(page) ?? [];
  assert.equal(sizeOf(touch), '180x180');
});
