import test from 'node:test';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { de } from '../../../main/webapp/components/texts/de.js';
import { en } from '../../../main/webapp/components/texts/en.js';
import { places, words } from '../../../main/webapp/components/texts/translate.js';

const languages = { en, de };
const FOLDER = new URL('../../../main/webapp/components/', import.meta.url);

test('every language has every text, with the same places', () => {
  for (const [lang, texts] of Object.entries(languages)) {
    assert.deepEqual(Object.keys(texts).sort(), Object.keys(en).sort(), lang);
    for (const [key, text] of Object.entries(texts)) {
      // A language may say less where its grammar says it already, and never names what is not given.
      const extra = places(text).filter((place) => !places(en[key]).includes(place));
      assert.deepEqual(extra, [], `${lang} ${key}`);
      const lost = places(en[key]).filter((place) => !places(text).includes(place));
      assert.deepEqual(
        lost.filter((place) => place !== 'noun'),
        [],
        `${lang} ${key}`,
      );
    }
  }
});

test('every plural form that a language has is there', () => {
  for (const [lang, texts] of Object.entries(languages)) {
    const forms = new Intl.PluralRules(lang).resolvedOptions().pluralCategories;
    for (const [key, text] of Object.entries(texts))
      if (typeof text !== 'string')
        assert.deepEqual(Object.keys(text).sort(), [...forms].sort(), `${lang} ${key}`);
  }
});

test('no text has a word that only the makers understand', () => {
  const inner =
    /\b(replica|scope|tombstone|defect|client|server’s|push|pull|outbox|gate|base version|steward)\b/i;
  for (const [key, text] of Object.entries(en)) {
    for (const form of Object.values(typeof text === 'string' ? { text } : text))
      assert.doesNotMatch(form, inner, key);
  }
});

test('every text is used, and every text that is used is there', () => {
  const files = readdirSync(FOLDER, { recursive: true }).filter((name) =>
    /^(element|conflict)\/.*\.js$/.test(name),
  );
  const code = files.map((name) => readFileSync(new URL(name, FOLDER), 'utf8')).join('\n');
  const isUsed = (key) => new RegExp(`['"\`]${key}['"\`]`).test(code);
  const built = /^(stays|goes)(Mine|Theirs)(Of)?$|^(.*)(Of|Self)$/;
  assert.deepEqual(
    Object.keys(en).filter((key) => !isUsed(key) && !built.test(key)),
    [],
  );
  const said = [...code.matchAll(/\b(?:say|parts)\(\s*'(\w+)'/g)].map(([, key]) => key);
  assert.deepEqual(
    said.filter((key) => !Object.hasOwn(en, key)),
    [],
  );
});

test('a text takes its values, its plural form and the reader’s numbers', () => {
  const german = words(languages, 'de', ['de-AT']);
  assert.equal(german.locale, 'de-AT');
  assert.equal(german.say('left', { count: 1 }), 'Noch 1 Frage');
  assert.equal(german.say('left', { count: 2 }), 'Noch 2 Fragen');
  assert.equal(words(languages, 'en').say('left', { count: 1234 }), '1,234 questions left');
  const bob = { is: 'an element' };
  assert.deepEqual(words(languages, 'en').parts('useTheirs', { who: bob }), ['Use all ', bob, '’s']);
});

test('a language that is not there is English, and a text that a language lacks', () => {
  assert.equal(words(languages, 'nb').say('undo'), 'Undo');
  assert.equal(words({ en, fr: { undo: 'Annuler' } }, 'fr-CH').say('skip'), 'Skip');
  assert.equal(words({ en, fr: { undo: 'Annuler' } }, 'fr-CH').say('undo'), 'Annuler');
});

test('dates follow the variant of the language that the reader prefers', () => {
  assert.equal(words(languages, 'en', ['de-DE', 'en-GB']).locale, 'en-GB');
  assert.equal(words(languages, 'de', ['en-GB']).locale, 'de');
});

test('a name that ends with a point ends the sentence too', () => {
  const texts = {
    en: { done: 'Decided: {title}. Sending…', sending: 'About {title}…', last: 'About {title}.' },
  };
  const { say } = words(texts, 'en');
  assert.equal(say('done', { title: 'Fjord Ltd.' }), 'Decided: Fjord Ltd. Sending…');
  assert.equal(say('done', { title: 'Fjord AS' }), 'Decided: Fjord AS. Sending…');
  assert.equal(say('sending', { title: 'Fjord Ltd.' }), 'About Fjord Ltd.…');
  assert.equal(say('last', { title: '\u2068خليج Ltd.\u2069' }), 'About \u2068خليج Ltd.\u2069');
});
