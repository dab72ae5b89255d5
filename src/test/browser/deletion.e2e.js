import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, companyNamed } from './api.js';
import { person, unique, useBrowser } from './world.js';

useBrowser();

const choices = { 'Keep mine': 'mine', 'Take the server’s': 'server' };

for (const [button, side] of Object.entries(choices)) {
  test(`my deletion against another’s edit: "${button}" ${side === 'mine' ? 'deletes it everywhere' : 'brings it back'}`, async (t) => {
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
    await alice.page.getByText('Deleted by alice').waitFor();
    await alice.page.getByText('by bob').waitFor();
    await alice.page.getByRole('group', { name: 'Phone' }).getByText('after').waitFor();
    await alice.picture(`deletion-${side}`);
    await alice.page.getByRole('button', { name: button }).click();
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

  test(`my edit against another’s deletion: "${button}" ${side === 'mine' ? 'keeps it for everybody' : 'lets it go'}`, async (t) => {
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
    await alice.page.getByText(/Deleted by bob, .*\d\d:\d\d/).waitFor();
    await alice.page.getByText('The record stays; the deletion is undone.').waitFor();
    await alice.page.getByRole('button', { name: button }).click();
    await alice.heading('Conflicts');
    await alice.synced();
    await bob.sync();

    const found = [(await companyNamed(name))?.fields, await alice.company(name), await bob.company(name)];
    const expected = side === 'mine' ? ['mine', 'kept'] : [undefined, undefined];
    for (const one of found) assert.deepEqual([one?.phone, one?.notes], expected);
  });
}
