import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, change, companyNamed } from './api.js';
import { person, unique, useBrowser } from './world.js';

useBrowser();

for (const side of ['mine', 'server']) {
  const [own, other] = ['Delete it anyway', 'Keep the company'];
  const ofDeletion = side === 'mine' ? own : other;
  test(`my deletion against another’s edit: "${ofDeletion}"`, async (t) => {
    const name = unique('Sylt Dünen');
    await addCompany('bob', { name, phone: 'before' });
    const [alice, bob] = [await person(t, 'alice'), await person(t, 'bob')];
    await alice.offline();
    await alice.delete(name);
    assert.equal(await alice.company(name), undefined, 'it disappears from queries at once');
    await bob.edit(name, { Phone: 'after' });
    await bob.sync();
    await bob.synced();
    await alice.online();

    await alice.openConflict(name);
    await alice.page.getByText(/Deleted by you/).waitFor();
    await alice.page.getByText(/You deleted this company; bob \(.*\d:\d\d.*\) changed it/).waitFor();
    await alice.page.getByRole('group', { name: 'Phone' }).getByText('after').waitFor();
    await alice.picture(`deletion-${side}`);
    await alice.page.getByRole('button', { name: ofDeletion }).click();
    await alice.heading('Conflicts');
    await alice.synced();
    await bob.sync();

    const phones = [
      (await companyNamed(name))?.fields,
      await alice.company(name),
      await bob.company(name),
    ].map((one) => one?.phone);
    assert.deepEqual(
      phones,
      side === 'mine' ? [undefined, undefined, undefined] : ['after', 'after', 'after'],
    );
  });

  const ofEdit = side === 'mine' ? other : own;
  test(`my edit against another’s deletion: "${ofEdit}"`, async (t) => {
    const name = unique('Föhr Reet');
    await addCompany('bob', { name, phone: 'before', notes: 'kept' });
    const [alice, bob] = [await person(t, 'alice'), await person(t, 'bob')];
    await alice.offline();
    await alice.edit(name, { Phone: 'mine' });
    await bob.delete(name);
    await bob.sync();
    await bob.synced();
    assert.equal(await companyNamed(name), undefined);
    await alice.online();

    await alice.openConflict(name);
    await alice.page.getByText(/Deleted by bob, ./).waitFor();
    await alice.page.getByText('The company stays, with what you changed.').waitFor();
    await alice.page.getByRole('button', { name: ofEdit }).click();
    await alice.heading('Conflicts');
    await alice.synced();
    await bob.sync();

    const found = [(await companyNamed(name))?.fields, await alice.company(name), await bob.company(name)];
    const expected = side === 'mine' ? ['mine', 'kept'] : [undefined, undefined];
    for (const one of found) assert.deepEqual([one?.phone, one?.notes], expected);
  });
}

test('a long text that a deletion would take can be read in full', async (t) => {
  const name = unique('Sylt Watt');
  const before = Array.from({ length: 200 }, (_, at) => `word${at}`).join(' ');
  const id = await addCompany('bob', { name, notes: before });
  const alice = await person(t, 'alice');
  const { version } = await companyNamed(name);
  await alice.offline();
  await alice.delete(name);
  const fields = { notes: before.replace('word100', 'another') };
  await change('bob', { companies: { modified: [{ id, version, fields }] } });
  await alice.online();
  await alice.openConflict(name);
  const theirs = alice.page.getByRole('group', { name: 'Notes' }).locator('.option-server');
  await theirs.getByText('another').waitFor();
  assert.doesNotMatch(await theirs.innerText(), /word199/);
  await theirs.getByRole('button', { name: 'Show the whole text' }).click();
  await theirs.getByText('word199').waitFor();
  await alice.page.getByRole('button', { name: 'Keep the company' }).click();
  await alice.synced();
});
