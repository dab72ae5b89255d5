import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { places, words } from '../../../main/webapp/components/texts/translate.js';
import { de } from '../../../main/webapp/app/texts/de.js';
import { en } from '../../../main/webapp/app/texts/en.js';

const app = new URL('../../../main/webapp/app/', import.meta.url);
const sources = ['', 'state/', 'part/', 'conflict/', 'page/'].flatMap((folder) =>
  readdirSync(new URL(folder, app))
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, text: readFileSync(new URL(folder + name, app), 'utf8') })),
);
// The strip of the demo says the facts that the status element tells.
const facts = new URL('../components/conflict/standing.js', app);
sources.push({ name: 'standing.js', text: readFileSync(facts, 'utf8') });

test('German has every text, with the same places', () => {
  assert.deepEqual(Object.keys(de).sort(), Object.keys(en).sort());
  for (const [key, text] of Object.entries(en))
    assert.deepEqual(places(de[key]).sort(), places(text).sort(), key);
});

test('every text that is asked for is there', () => {
  for (const { name, text } of sources)
    for (const [, key] of text.matchAll(/\b(?:say|parts)\(\s*'(\w+)'/g))
      assert.ok(key in en, `${key} in ${name}`);
});

test('every text is asked for', () => {
  const all = sources.map(({ text }) => text).join('\n');
  for (const key of Object.keys(en)) {
    const family = key.slice(0, key.lastIndexOf('_') + 1);
    assert.ok(all.includes(`'${key}'`) || (family && all.includes(`\`${family}\${`)), key);
  }
});

test('no text has words that only we understand', () => {
  const ours = /\b(scope|replica|version \d|defect|pointer|steward|mend|gate|outbox|null|JSON)\b|server’s/i;
  for (const [key, text] of Object.entries(en)) assert.doesNotMatch(JSON.stringify(text), ours, key);
});

test('a number takes the form that its language has for it, and the reader’s digits', () => {
  const { say, locale } = words({ en, de }, 'de', ['fr', 'de-AT', 'en']);
  assert.equal(locale, 'de-AT');
  assert.match(say('waitingLead', { count: 1 }), /^1 Änderung ist/);
  assert.match(say('waitingLead', { count: 12 }), /^12 Änderungen sind/);
});
