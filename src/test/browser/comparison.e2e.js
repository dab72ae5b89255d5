import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, change, companyNamed, everything, settle } from './api.js';
import { person, unique, until, useBrowser } from './world.js';

useBrowser();

/**
 * Alice in conflict with bob about one company.
 * @param {import('node:test').TestContext} t
 * @param {{ base?: Record<string, any>, mine?: Record<string, string>, his: Record<string, any>, by?: string, options?: object }} story
 */
async function inConflict(t, { base = {}, mine = { Phone: 'mine' }, his, by = 'bob', options }) {
  const name = unique('Ærø Færge');
  const id = await addCompany('bob', { name, phone: 'before', ...base });
  t.after(() => settle(id));
  const alice = await person(t, 'alice', options);
  await alice.offline();
  await alice.edit(name, mine);
  const { version } = (await everything()).companies.get(id);
  await change(by, { companies: { modified: [{ id, version, fields: his }] } });
  await alice.online();
  await until('they are in conflict', async () => (await alice.pending()).conflicts === 1);
  return { alice, name, id };
}

const sides = (/** @type {import('./world.js').Person} */ someone) =>
  someone.page.getByRole('region', { name: 'Both sides' });

for (const [width, height] of [
  [1280, 800],
  [390, 844],
])
  test(`at ${width}×${height} the first question is on screen, and the button, without scrolling`, async (t) => {
    const { alice, name } = await inConflict(t, {
      his: { phone: 'his', address: { street: 'Bryggen 3' } },
      options: { viewport: { width, height } },
    });
    await alice.openConflict(name);
    const question = sides(alice).getByRole('radiogroup', { name: /^Phone/ });
    await question.waitFor();
    const box = await question.boundingBox();
    const bar = await sides(alice).getByRole('button', { name: 'Keep both people’s changes' }).boundingBox();
    await alice.picture(`question-${width}`);
    assert.equal(await alice.page.evaluate(() => window.scrollY), 0);
    assert.ok(
      box && bar && box.y + box.height <= bar.y && bar.y + bar.height <= height,
      JSON.stringify([box, bar]),
    );
  });

test('from the badge to the decision in two actions, and what is dropped is named', async (t) => {
  const { alice, name } = await inConflict(t, { his: { phone: 'his', address: { street: 'Bryggen 3' } } });
  await alice.strip().getByRole('link', { name: '1 conflict to decide' }).click();
  await sides(alice).getByText('Drops what bob changed: Phone, Street.').waitFor();
  await sides(alice).getByRole('button', { name: 'Use all mine' }).click();
  await alice.heading('Conflicts');
  await alice.synced();
  const { phone, address } = (await companyNamed(name)).fields;
  assert.deepEqual([phone, address?.street ?? null], ['mine', null]);
});

test('where nothing was changed by both, one press keeps both people’s changes', async (t) => {
  const { alice, name } = await inConflict(t, {
    mine: { Phone: 'mine', Street: 'Torvet 1' },
    his: { notes: 'his', address: { city: 'Marstal' } },
  });
  await alice.openConflict(name);
  await sides(alice).getByText('Nothing to ask').waitFor();
  await sides(alice).getByRole('button', { name: 'Keep both people’s changes' }).click();
  await alice.heading('Conflicts');
  await alice.synced();
  const { phone, notes, address } = (await companyNamed(name)).fields;
  assert.deepEqual([phone, notes, address.street, address.city], ['mine', 'his', 'Torvet 1', 'Marstal']);
});

test('of a long text the changed words are shown, and the whole text on request', async (t) => {
  const text = (/** @type {string} */ word) =>
    `${'The harbour office opens early. '.repeat(12)}Ask for ${word} at the desk. ${'Ring twice. '.repeat(20)}`.trim();
  const { alice, name } = await inConflict(t, {
    base: { notes: text('Ingrid') },
    mine: { Notes: text('Marie') },
    his: { notes: text('Jens') },
  });
  await alice.openConflict(name);
  const notes = sides(alice).getByRole('radiogroup', { name: /^Notes/ });
  assert.deepEqual((await notes.locator('del').allTextContents()).map(spoken), [
    'removed: Ingrid',
    'removed: Ingrid',
  ]);
  assert.deepEqual((await notes.locator('ins').allTextContents()).map(spoken), [
    'added: Marie',
    'added: Jens',
  ]);
  const mine = notes.getByRole('radio', { name: /Your version/ });
  assert.ok(
    !(await notes.locator('.option-client').innerText()).includes(
      'Ring twice. Ring twice. Ring twice. Ring twice.',
    ),
  );
  await notes.getByRole('button', { name: 'Show the whole text' }).first().click();
  assert.ok(
    (await notes.locator('.option-client').innerText()).includes(
      'Ring twice. Ring twice. Ring twice. Ring twice.',
    ),
  );
  await mine.check();
});

/** @param {string} text */
const spoken = (text) => text.replace(/\s+/g, ' ').trim();

test('a contact’s conflict names its company, here and in the list', async (t) => {
  const name = unique('Marstal Navigation');
  const company = await addCompany('bob', { name });
  const id = crypto.randomUUID();
  const fields = { company, name: 'Edda Friis', phone: 'before' };
  await change('bob', { contacts: { added: [{ id, fields }] } });
  t.after(() => settle(id));
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.inApp((db, key) => db.contacts.update(key, { phone: 'mine' }), id);
  const { version } = (await everything()).contacts.get(id);
  await change('bob', { contacts: { modified: [{ id, version, fields: { phone: 'his' } }] } });
  await alice.online();
  await until('they are in conflict', async () => (await alice.pending()).conflicts === 1);
  await alice.at('conflicts');
  await alice.page.getByRole('listitem').filter({ hasText: 'Edda Friis' }).getByText(name).waitFor();
  await alice.page.getByRole('main').getByRole('link', { name: 'Edda Friis' }).click();
  await sides(alice).getByText(`Company: ${name}`).waitFor();
});

test('the keyboard alone decides a conflict', async (t) => {
  const { alice, name } = await inConflict(t, { his: { phone: 'his', address: { street: 'Bryggen 3' } } });
  await alice.openConflict(name);
  await sides(alice)
    .getByRole('radiogroup', { name: /^Phone/ })
    .waitFor();
  const { keyboard } = alice.page;
  const focused = () => alice.page.evaluate(deepFocus);
  await keyboard.press('Tab');
  // Nothing is chosen of what both changed, so the first of the versions takes the focus.
  assert.match(await focused(), /^radio Before before/);
  await keyboard.press('ArrowDown');
  assert.match(await focused(), /^radio Your version mine/);
  await keyboard.press('ArrowDown');
  assert.match(await focused(), /^radio bob’s version his/);
  await keyboard.press('ArrowDown');
  assert.match(await focused(), /^radio Something else/);
  await keyboard.press('Tab');
  assert.match(await focused(), /^text Something else for Phone/);
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('of both');
  await keyboard.press('Tab');
  assert.match(await focused(), /^radio bob’s version Bryggen 3/, 'what only bob changed is chosen already');
  for (let steps = 0; !/Keep both/.test(await focused()); steps += 1) {
    assert.ok(steps < 10, 'the button is within reach');
    await keyboard.press('Tab');
  }
  await keyboard.press('Enter');
  await alice.heading('Conflicts');
  await alice.synced();
  const { phone, address } = (await companyNamed(name)).fields;
  assert.deepEqual([phone, address.street], ['of both', 'Bryggen 3']);
});

/** Runs in the page: the element with the focus, through the components' shadow trees, in words. */
function deepFocus() {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  const text = at?.getAttribute('aria-label') ?? (at?.closest('label') ?? at)?.textContent ?? '';
  return `${at?.getAttribute('type') ?? at?.localName} ${text.replace(/\s+/g, ' ').trim()}`;
}

test('a screen reader finds the question, its answers and the decision by role and name', async (t) => {
  const { alice, name } = await inConflict(t, { his: { phone: 'his', address: { street: 'Bryggen 3' } } });
  await alice.openConflict(name);
  await sides(alice)
    .getByRole('radiogroup', { name: /^Phone/ })
    .waitFor();
  const tree = await sides(alice).ariaSnapshot();
  const expected = [
    /^- region "Both sides":/m,
    /^ +- radiogroup "Phone Both changed":/m,
    /^ +- heading "Phone Both changed" \[level=2\]/m,
    /^ +- radio "Before before"/m,
    /^ +- radio "Your version mine"/m,
    /^ +- radio "bob’s version his"/m,
    /^ +- radio "Something else"/m,
    /^ +- region "Taken without asking":/m,
    /^ +- radiogroup "Street Only bob changed":/m,
    /^ +- radio "bob’s version Bryggen 3" \[checked\]/m,
    /^ +- group:/m,
    /^ +- region "Or use one version in full":/m,
    /^ +- button "Use all mine"/m,
    /^ +- button "Use all bob’s"/m,
    /^ +- status: 1 question left/m,
    /^ +- alert/m,
    /^ +- button "Keep both people’s changes"/m,
  ];
  let from = 0;
  for (const line of expected) {
    const found = tree.slice(from).search(line);
    assert.ok(found >= 0, `${line} stands in its place in:\n${tree}`);
    from += found + 1;
  }
});

test('a reader of German decides in German', async (t) => {
  const { alice, name } = await inConflict(t, { his: { phone: 'his' } });
  await alice.openConflict(name);
  await alice.page.evaluate(() => (document.documentElement.lang = 'de'));
  await alice.page.getByRole('button', { name: 'Änderungen von beiden behalten' }).waitFor();
  await alice.page.getByRole('radio', { name: /Fassung von bob/ }).check();
  await alice.page.getByText('Alle Fragen sind beantwortet').waitFor();
  await alice.page.evaluate(() => (document.documentElement.dir = 'rtl'));
  await alice.picture('conflict-german-right-to-left');
  await alice.page.getByRole('button', { name: 'Änderungen von beiden behalten' }).click();
  await alice.heading('Conflicts');
  await alice.synced();
  assert.equal((await companyNamed(name)).fields.phone, 'his');
});

test('who changed a record on two devices reads of devices, not of two people', async (t) => {
  const { alice, name } = await inConflict(t, { his: { phone: 'of the other device' }, by: 'alice' });
  await alice.at('conflicts');
  await alice.page.getByText('You changed it on this device and on your other device').waitFor();
  await alice.openConflict(name);
  await sides(alice)
    .getByText(/You changed this company on this device and on your other device/)
    .waitFor();
  const question = sides(alice).getByRole('radiogroup', { name: /^Phone/ });
  await question.getByText('Your version on this device').waitFor();
  await question.getByText('Your version on another device').waitFor();
  await sides(alice).getByRole('button', { name: 'Keep both changes' }).waitFor();
  assert.equal(await sides(alice).getByText('alice').count(), 0);
});
