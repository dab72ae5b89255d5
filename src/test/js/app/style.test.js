import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const webapp = new URL('../../../main/webapp/', import.meta.url);

/** @param {string} folder @param {string} end */
const textOf = (folder, end) =>
  readdirSync(new URL(folder, webapp), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(end))
    .map((name) => readFileSync(new URL(folder + name, webapp), 'utf8'))
    .join('\n');

/** Where pages say which classes and ids an element has: as an attribute, a property, or in a template. */
const SAID =
  /(?:\bclass(?:Name)?|\bid)['"]?\s*[:=,]\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^,}\n]*))|classList\.\w+\(([^)]*)\)/g;

const selectorsOf = (/** @type {string} */ css) =>
  [...css.replace(/\/\*[^]*?\*\//g, '').matchAll(/([^{}]+)\{/g)].map(([, found]) => found).join('\n');

test('each class and each id of the style sheets is one that a page has', () => {
  const said = [...`${textOf('app/', '.js')}${readFileSync(new URL('index.html', webapp))}`.matchAll(SAID)]
    .flatMap((found) => found.slice(1))
    .join(' ');
  const whole = new Set(said.split(/[^\w-]+/));
  const begun = new Set([...said.matchAll(/([a-z-]+-)\$\{/g)].map(([, stem]) => stem));
  const named = [...selectorsOf(textOf('style/', '.css')).matchAll(/[.#]([a-z][\w-]*)/gi)].map(
    ([, name]) => name,
  );
  const unused = [...new Set(named)].filter(
    (name) => !whole.has(name) && ![...begun].some((stem) => name.startsWith(stem)),
  );
  assert.deepEqual(unused, []);
});

test('each colour and measure of the tokens is used', () => {
  const tokens = readFileSync(new URL('style/tokens.css', webapp), 'utf8');
  const all = textOf('style/', '.css') + textOf('components/', '.js');
  const unused = [...new Set([...tokens.matchAll(/(--[\w-]+):/g)].map(([, name]) => name))].filter(
    (name) => !all.includes(`var(${name}`),
  );
  assert.deepEqual(unused, []);
});
