import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, change, companyNamed, everything } from './api.js';
import { person, unique, useBrowser } from './world.js';

useBrowser();

test('a steward decides for another at the desk, also when the record moves on meanwhile', async (t) => {
  const name = unique('Helgoland Hummer');
  const id = await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.edit(name, { Phone: 'of alice' });
  await edited(id, { phone: 'of bob' });
  await alice.online();
  await alice.page.getByText('One conflict waits for you').waitFor();

  const carol = await person(t, 'carol');
  await carol.page.getByRole('link', { name: 'Desk' }).click();
  await carol.heading('Conflict desk');
  await carol.page.getByRole('main').getByRole('link', { name }).click();
  await carol.heading(name);
  const phone = carol.page.getByRole('radiogroup', { name: /^Phone/ });
  await phone.getByRole('radio', { name: /alice’s.*of alice/ }).waitFor();
  await edited(id, { phone: 'of bob, again' });
  await carol.page.getByRole('button', { name: 'Keep alice’s' }).click();
  await carol.page.getByRole('alert').getByText('The record was changed again while you decided').waitFor();
  await phone.getByRole('radio', { name: /server’s.*of bob, again/ }).waitFor();
  assert.equal((await companyNamed(name)).fields.phone, 'of bob, again');
  await carol.picture('desk-moved');

  await carol.page.getByRole('button', { name: 'Keep alice’s' }).click();
  await carol.heading('Conflict desk');
  await carol.page.getByText('Register of decided conflicts').click();
  await carol.page.getByRole('row', { name: new RegExp(`${name}.*alice.*the client’s.*carol`) }).waitFor();
  assert.equal((await companyNamed(name)).fields.phone, 'of alice');

  // The way out of the gate: her sync goes on, and she has what was decided.
  await alice.sync();
  await alice.synced();
  assert.equal((await alice.company(name)).phone, 'of alice');
  await alice.at('conflicts');
  await alice.page.getByText('No conflicts.').waitFor();
});

test('somebody who is no steward has no desk', async (t) => {
  const alice = await person(t, 'alice');
  assert.equal(await alice.page.getByRole('link', { name: 'Desk' }).count(), 0);
});

/** @param {string} id @param {Record<string, any>} fields */
async function edited(id, fields) {
  const { version } = (await everything()).companies.get(id);
  const push = await change('bob', { companies: { modified: [{ id, version, fields }] } });
  assert.equal(push.applied.length, 1);
}
