import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Draft, allDrafts, draftKey } from '../../../main/webapp/app/state/drafts.js';
import { halfMerge, ownWords, standingPicks } from '../../../main/webapp/app/conflict/half-merge.js';
import { ModelServer } from '../model-server.js';
import { SCHEMA, browser } from '../world.js';

const withDrafts = () => browser(new ModelServer(), 'alice', { schema: { ...SCHEMA, drafts: 'key' } });
const typed = (/** @type {string} */ phone) => ({
  ...{ title: 'Fjord AS', href: '#/companies/1/edit' },
  ...{ values: { phone }, shown: { phone: 'before' } },
});

test('of all that is typed the last is kept, and nothing of it is ever sent', async () => {
  const db = await withDrafts();
  const draft = new Draft(db, draftKey('companies', '1'));
  assert.equal(await draft.read(), null);
  const done = Promise.all(['a', 'ab', 'abc'].map((text) => draft.keep(typed(text))));
  assert.equal(draft.isKept, false, 'not before it is stored');
  await done;
  assert.equal(draft.isKept, true);
  const again = await new Draft(db, draft.key).read();
  assert.deepEqual([again.values, again.shown], [{ phone: 'abc' }, { phone: 'before' }]);
  assert.equal((await db.tidemark.pending()).total, 0);
});

test('what is saved or thrown away does not come back by what is typed last', async () => {
  const db = await withDrafts();
  const draft = new Draft(db, 'companies 1');
  await draft.keep(typed('a'));
  const done = [draft.drop(), draft.keep(typed('ab'))];
  await Promise.all(done);
  assert.equal(await draft.read(), null);
  assert.deepEqual(await allDrafts(db), []);
});

test('a draft that cannot be stored does not pass for kept', async () => {
  const db = await withDrafts();
  const draft = new Draft(db, 'companies 1');
  db.close();
  await draft.keep(typed('a'));
  assert.equal(draft.isKept, false);
  await db.open();
  await draft.keep(typed('ab'));
  assert.equal(draft.isKept, true);
});

test('two tabs with the same form keep what is typed in either', async () => {
  const db = await withDrafts();
  const [one, other] = [new Draft(db, 'companies 1'), new Draft(db, 'companies 1')];
  await Promise.all([one.read(), other.read()]);
  const field = (/** @type {string} */ path) => ({
    ...{ title: 'Fjord AS', href: '#/companies/1/edit' },
    ...{ values: { [path]: 'typed' }, shown: { [path]: null } },
  });
  await one.keep(field('phone'));
  await other.keep(field('notes'));
  await one.keep(field('phone'));
  const stored = (await allDrafts(db))[0];
  assert.deepEqual(stored?.values, { notes: 'typed', phone: 'typed' });
  assert.deepEqual(stored?.shown, { notes: null, phone: null });
  await other.keep(null);
  assert.deepEqual(
    (await allDrafts(db))[0]?.values,
    { phone: 'typed' },
    'it was typed out of that form alone',
  );
  await other.keep(field('notes'));
  await one.drop();
  assert.deepEqual((await allDrafts(db))[0]?.values, { notes: 'typed' }, 'what was saved in the other tab');
  const later = new Draft(db, 'companies 1');
  assert.deepEqual((await later.read()).values, { notes: 'typed' });
  await later.drop();
  assert.deepEqual(await allDrafts(db), [], 'what it has shown was saved with it');
});

const conflict = (/** @type {any} */ client, /** @type {any} */ server) => ({
  ...{ id: '1', collection: 'companies', record: '2', kind: 'modified-modified', detectedAt: '' },
  ...{ base: { fields: { name: 'a', phone: 'a' } }, client: { fields: client }, server: { fields: server } },
});

test('what another tab has typed into the same field outlives a save in this one', async () => {
  const db = await withDrafts();
  const [one, other] = [new Draft(db, 'companies 1'), new Draft(db, 'companies 1')];
  await Promise.all([one.read(), other.read()]);
  await one.keep(typed('of one'));
  await other.keep(typed('of the other'));
  await one.drop();
  assert.deepEqual((await allDrafts(db))[0]?.values, { phone: 'of the other' });
  await other.drop();
  assert.deepEqual(await allDrafts(db), []);
});

test('a choice stands as long as its two sides do, and words of one’s own in any case', () => {
  const seen = conflict({ name: 'b', phone: 'b', notes: 'b' }, { name: 'c', phone: 'c', notes: 'c' });
  const picks = /** @type {[string, any][]} */ ([
    ['name', { side: 'client' }],
    ['phone', { side: 'server' }],
    ['notes', { text: 'both' }],
  ]);
  const half = JSON.parse(JSON.stringify(halfMerge(seen, picks)));
  assert.deepEqual(standingPicks(half, seen), new Map(picks));
  const moved = conflict({ name: 'b', phone: 'b', notes: 'b' }, { name: 'c', phone: 'd', notes: 'd' });
  assert.deepEqual(
    standingPicks(half, moved),
    new Map(/** @type {[string, any][]} */ ([picks[0], picks[2]])),
    'the phone is asked again',
  );
  assert.deepEqual(ownWords(half), { notes: 'both' }, 'nobody else has these');
  assert.deepEqual(ownWords({}), {});
});
