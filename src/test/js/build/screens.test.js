import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';

const docs = new URL('../../../../docs/', import.meta.url);
const page = readFileSync(new URL('screens.md', docs), 'utf8');
const made = readdirSync(new URL('screens/', docs)).map((name) => `screens/${name}`);

test('the page of the screens shows each picture that the browser test made, and no other', () => {
  const shown = [...page.matchAll(/\]\((screens\/[^)]+)\)|src="(screens\/[^"]+)"/g)].map(
    ([, one, other]) => one ?? other,
  );
  assert.deepEqual(shown.toSorted(), made.toSorted());
});

test('each picture of it is told in words, and all are small', () => {
  assert.doesNotMatch(page, /!\[\]|alt=""|<img(?![^>]*alt=)/);
  const sizes = made.map((name) => statSync(new URL(name, docs)).size);
  assert.ok(Math.max(...sizes) < 200_000);
  assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 4_000_000);
});
