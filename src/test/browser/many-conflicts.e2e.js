import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { change, everything } from './api.js';
import { person, unique, until, useBrowser } from './world.js';

useBrowser();

const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Of each kind what alice does, what bob does, and what has to come out of the rule that the story chooses. */
const KINDS = [
  { mine: { phone: 'mine' }, his: { notes: 'his' }, then: { phone: 'mine', notes: 'his' } },
  { mine: { phone: 'mine' }, his: { phone: 'his', notes: 'his' }, then: { phone: 'mine', notes: 'his' } },
  { mine: { phone: 'same', notes: 'mine' }, his: { phone: 'same' }, then: { phone: 'same', notes: 'mine' } },
  { mine: null, his: { phone: 'his' }, then: { phone: 'his', notes: null } },
  { mine: { phone: 'mine' }, his: null, then: { phone: 'mine', notes: null } },
];

/**
 * @param {import('node:test').TestContext} t
 * @param {number} count
 */
async function manyConflicts(t, count) {
  const group = unique('Werft').split(' ')[1];
  const cases = Array.from({ length: count }, (_, at) => ({
    id: crypto.randomUUID(),
    name: `Werft ${group} ${String(at).padStart(3, '0')}`,
    ...KINDS[at % KINDS.length],
  }));
  const added = cases.map(({ id, name }) => ({ id, fields: { name, region: 'emea', phone: 'before' } }));
  await change('bob', { companies: { added } });
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.inApp(
    async (db, all) => {
      for (const { id, mine } of all) await (mine ? db.companies.update(id, mine) : db.companies.delete(id));
    },
    cases.map(({ id, mine }) => ({ id, mine })),
  );
  const { companies } = await everything();
  const versionOf = (/** @type {string} */ id) => companies.get(id).version;
  const modified = cases.flatMap(({ id, his }) => (his ? [{ id, version: versionOf(id), fields: his }] : []));
  const deleted = cases.flatMap(({ id, his }) => (his ? [] : [{ id, version: versionOf(id) }]));
  await change('bob', { companies: { modified, deleted } });
  await alice.online();
  await until('all are in conflict', async () => (await alice.pending()).conflicts === count);
  await alice.at('conflicts');
  return { alice, cases, group };
}

test('a hundred conflicts are decided by one rule, after a preview, and none of them wrongly', async (t) => {
  const { alice, cases } = await manyConflicts(t, 100);
  const { page } = alice;
  await page.getByText('100 of 100').waitFor();
  assert.ok(await page.getByRole('button', { name: 'Decide 0 selected' }).isDisabled());

  await page.getByRole('searchbox', { name: 'Search' }).fill(cases[7].name);
  await page.getByText('1 of 100').waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill('');
  await page.getByRole('combobox', { name: 'What happened' }).selectOption('deleted-modified');
  await page.getByText('20 of 100').waitFor();
  await page.getByRole('combobox', { name: 'What happened' }).selectOption('');

  await page.getByRole('checkbox', { name: 'Select all 100 shown' }).check();
  await page.getByRole('button', { name: 'Decide 100 selected' }).click();
  await page.getByRole('heading', { name: 'Decide 100 conflicts' }).waitFor();
  // Nobody is asked about what fits together; the rest waits for a rule.
  await page.getByText('40 are decided, 60 stay open.').waitFor();
  await page.getByRole('radio', { name: /my version where both changed/ }).check();
  await page.getByText('60 are decided, 40 stay open.').waitFor();
  await page.getByRole('radio', { name: 'Keep the record' }).check();
  await page.getByText('100 are decided, 0 stay open.').waitFor();
  const preview = page.getByRole('listitem').filter({ hasText: cases[1].name });
  assert.match(await preview.innerText(), /Phone: mine yours[^]*Notes: his bob’s[^]*Drops Phone/);
  await alice.picture('conflicts-preview');
  await page.evaluate(axe);
  assert.deepEqual(await page.evaluate(violationsHere), []);
  await page.getByRole('button', { name: 'Decide 100 now' }).click();
  await page.getByText('100 decided.').waitFor();
  await alice.synced();

  const { companies } = await everything();
  const outcome = cases
    .map(({ id }) => companies.get(id)?.fields)
    .map((one) => one && [one.phone, one.notes ?? null]);
  assert.deepEqual(
    outcome,
    cases.map(({ then }) => [then.phone, then.notes]),
  );
});

/** Runs in the page, after axe. */
async function violationsHere() {
  const { violations } = await /** @type {any} */ (globalThis).axe.run();
  return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`);
}

test('several decided at once are taken back at once, and one by one there is a place, a way on, and one to skip', async (t) => {
  const { alice, cases } = await manyConflicts(t, 5);
  const { page } = alice;
  await page.getByText('5 of 5').waitFor();
  await alice.picture('conflicts-many');
  await page.evaluate(axe);
  assert.deepEqual(await page.evaluate(violationsHere), []);
  await alice.offline();
  await page.getByRole('checkbox', { name: `Select ${cases[0].name}` }).check();
  await page.getByRole('checkbox', { name: `Select ${cases[2].name}` }).check();
  await page.getByRole('button', { name: 'Decide 2 selected' }).click();
  await page.getByRole('button', { name: 'Decide 2 now' }).click();
  await page.getByText('2 decided.').waitFor();
  await until('three are left', async () => (await alice.pending()).conflicts === 3);
  await page.getByRole('status').getByRole('button', { name: 'Undo' }).click();
  await page.getByText('2 are open again.').waitFor();
  await until('five are open', async () => (await alice.pending()).conflicts === 5);

  await page.getByRole('main').getByRole('link').first().click();
  const place = page.getByRole('navigation', { name: 'Open conflicts' });
  await place.getByText('1 of 5').waitFor();
  assert.ok(await place.getByRole('button', { name: 'Previous' }).isDisabled());
  await place.getByRole('button', { name: 'Next' }).click();
  await place.getByText('2 of 5').waitFor();
  await place.getByRole('button', { name: 'Skip' }).click();
  await place.getByText('3 of 5').waitFor();
  await place.getByRole('button', { name: 'Previous' }).click();
  await place.getByText('2 of 5').waitFor();

  await alice.at('conflicts');
  await page.getByRole('checkbox', { name: 'Select all 5 shown' }).check();
  await page.getByRole('button', { name: 'Decide 5 selected' }).click();
  await page.getByRole('radio', { name: 'Use all of the other person’s' }).check();
  await page.getByRole('radio', { name: 'Delete it anyway' }).check();
  await page.getByText('Is deleted').first().waitFor();
  await page.getByRole('button', { name: 'Decide 5 now' }).click();
  await page.getByText('5 decided.').waitFor();
  await alice.online();
  await alice.synced();
  const { companies } = await everything();
  assert.deepEqual(
    cases.map(({ id }) => companies.get(id)?.fields.phone),
    ['before', 'his', 'same', undefined, undefined],
  );
  // And once more, after they were sent: what was not kept comes back.
  await alice.at('outbox');
  await page
    .getByRole('listitem')
    .filter({ hasText: '5 conflicts' })
    .getByRole('button', { name: /^Undo/ })
    .click();
  await page
    .getByText(/^Taken back/)
    .first()
    .waitFor();
  // But what bob deleted is in dispute again.
  await until('four are sent', async () => {
    const { total, conflicts } = await alice.pending();
    return total === 1 && conflicts === 1;
  });
  const again = (await everything()).companies;
  assert.deepEqual(
    cases.map(({ id }) => again.get(id)?.fields.phone),
    ['mine', 'mine', 'same', 'his', undefined],
  );
});

test('what somebody changes while the preview is open is not decided', async (t) => {
  const { alice, cases } = await manyConflicts(t, 2);
  const { page } = alice;
  await alice.offline();
  await page.getByRole('checkbox', { name: 'Select all 2 shown' }).check();
  await page.getByRole('button', { name: 'Decide 2 selected' }).click();
  await page.getByRole('radio', { name: /my version where both changed/ }).check();
  await page.getByText('2 are decided, 0 stay open.').waitFor();
  await alice.inApp((db, id) => db.companies.update(id, { notes: 'from another tab' }), cases[0].id);
  await page.getByRole('button', { name: 'Decide 2 now' }).click();
  await page.getByText('1 decided. 1 changed meanwhile and stays open.').waitFor();
  assert.equal((await alice.pending()).conflicts, 1);
  await page.getByRole('main').getByRole('link', { name: cases[0].name }).click();
  await page.getByRole('button', { name: 'Use all mine' }).click();
  await alice.online();
  await alice.synced();
  assert.equal((await alice.company(cases[0].name)).notes, 'from another tab');
});
