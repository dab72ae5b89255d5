import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, call, change, companyNamed, everything, settle } from './api.js';
import { gate, person, unique, until, useBrowser } from './world.js';

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
  await alice.openConflict(name);
  await alice.page.getByText('Ask the conflict desk').click();
  await alice.page.getByLabel('What they should know').fill('which number is right?');
  await alice.page.getByRole('button', { name: 'Ask them' }).click();
  await alice.page.getByRole('status').getByText('The conflict desk is asked to decide.').first().waitFor();

  const carol = await person(t, 'carol');
  await carol.page.getByRole('link', { name: 'Desk' }).click();
  await carol.heading('Conflict desk');
  await carol.page.getByLabel('Asked of').fill('The conflict desk');
  await carol.page.keyboard.press('Tab');
  await carol.page.getByRole('main').getByRole('link', { name }).click();
  await carol.heading(name);
  await carol.page.getByText('Note by alice').waitFor();
  const phone = carol.page.getByRole('radiogroup', { name: /^Phone/ });
  await phone.getByRole('radio', { name: /alice’s version.*of alice/ }).waitFor();
  await edited(id, { phone: 'of bob, again' });
  await carol.page.getByRole('button', { name: 'Use all alice’s' }).click();
  await carol.page.getByRole('alert').getByText('Somebody has just changed this again').waitFor();
  await phone.getByRole('radio', { name: /bob’s version.*of bob, again/ }).waitFor();
  assert.equal((await companyNamed(name)).fields.phone, 'of bob, again');
  await carol.picture('desk-moved');

  await carol.page.getByRole('button', { name: 'Use all alice’s' }).click();
  await carol.page.getByText(`Decided: ${name}.`).first().waitFor();
  await carol.at('register');
  await carol.page.getByRole('row', { name: new RegExp(`${name}.*carol used alice’s version`) }).waitFor();
  assert.equal((await companyNamed(name)).fields.phone, 'of alice');

  // The way out of the gate: her sync goes on, and she has what was decided.
  await alice.sync();
  await alice.synced();
  assert.equal((await alice.company(name)).phone, 'of alice');
  await alice.at('conflicts');
  await alice.page.getByText('No conflicts.').waitFor();
});

test('a decision is noted, opened again and made anew, and who lost it is told', async (t) => {
  const name = unique('Sylt Sand');
  const id = await inConflict(name);
  const bob = await person(t, 'bob');
  const carol = await person(t, 'carol');
  const { page } = carol;
  await carol.at('desk');
  // It comes by itself, whenever the page looks.
  await page.getByRole('main').getByRole('link', { name }).click();
  await carol.heading(name);
  await page.getByRole('button', { name: 'Ask the conflict desk' }).click();
  await page.getByText('The conflict desk', { exact: true }).waitFor();
  await page.getByRole('textbox', { name: 'Note' }).fill('bob is on holiday');
  await until('it is kept', () => carol.inApp(async (db) => (await db.drafts.count()) === 1));
  await page.reload();
  await carol.heading(name);
  assert.equal(await page.getByRole('textbox', { name: 'Note' }).inputValue(), 'bob is on holiday');
  const { conflicts } = await call('alice', `/conflicts?record=${id}`);
  const body = { note: 'of alice meanwhile' };
  await call('alice', `/conflicts/${conflicts[0].id}/follow-up`, { method: 'POST', body });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page
    .getByText(/^Somebody else has written a note meanwhile/)
    .first()
    .waitFor();
  const both = 'of alice meanwhile\nbob is on holiday';
  await until('both are there', async () => {
    return (await page.getByRole('textbox', { name: 'Note' }).inputValue()) === both;
  });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Note by carol').waitFor();
  await page.getByText('The conflict desk', { exact: true }).waitFor();
  assert.equal(await carol.inApp((db) => db.drafts.count()), 0);
  await page.getByRole('button', { name: 'Use all alice’s' }).click();
  await page.getByText(`Decided: ${name}.`).first().waitFor();

  await bob.at('lost');
  const told = bob.page.getByRole('listitem').filter({ hasText: 'of bob' }).first();
  await told.getByText(/Decided by carol/).waitFor();
  await told.getByText('of alice').waitFor();

  await carol.at('register');
  await page
    .getByRole('row', { name: new RegExp(`${name}.*bob is on holiday`) })
    .getByRole('link')
    .click();
  await page.getByRole('row', { name: 'Phone before of alice of bob of alice' }).waitFor();
  await page.getByRole('button', { name: 'Open again' }).click();
  await page.getByRole('button', { name: 'Use all bob’s' }).click();
  // The notice of the first decision may still stand there; the page has gone on to the next conflict.
  await page.getByRole('heading', { name }).waitFor({ state: 'detached' });
  assert.equal((await companyNamed(name)).fields.phone, 'of bob');

  await carol.at(`history/companies/${id}`);
  await page.getByText(/Last changed by carol/).waitFor();
  assert.equal(await page.getByRole('main').getByRole('listitem').count(), 2);
});

test('a note keeps what is typed while it is saved, and buries none that its writer has not seen', async (t) => {
  const name = unique('Sylt Dünen');
  const id = await inConflict(name);
  const carol = await person(t, 'carol');
  const { page } = carol;
  const { conflicts } = await call('alice', `/conflicts?record=${id}`);
  await carol.at(`desk/${conflicts[0].id}`);
  const note = page.getByRole('textbox', { name: 'Note' });
  const save = page.getByRole('button', { name: 'Save', exact: true });
  let goOn = () => {};
  await page.route('**/follow-up', (route) => void (goOn = () => route.continue()), { times: 1 });
  await note.fill('first');
  await save.click();
  await note.press('End');
  await page.keyboard.type(', and more');
  goOn();
  await page.getByText('Note by carol').waitFor();
  assert.equal(await note.inputValue(), 'first, and more');

  await carol.at('companies');
  await carol.heading('Companies');
  const body = { note: 'of alice' };
  await call('alice', `/conflicts/${conflicts[0].id}/follow-up`, { method: 'POST', body });
  await carol.at(`desk/${conflicts[0].id}`);
  await page.getByText('Note by alice').waitFor();
  await save.click();
  const both = 'of alice\nfirst, and more';
  await until('both are there', async () => (await note.inputValue()) === both);
  await settle(id);
});

test('an export has what is chosen when it is pressed', async (t) => {
  const carol = await person(t, 'carol');
  const { page } = carol;
  await carol.at('register');
  await page
    .getByRole('main')
    .getByRole('status')
    .filter({ hasText: /conflict/ })
    .waitFor();
  await page.route('**/api/conflicts?*', () => {}); // which takes its time
  await page.getByLabel('Person').fill('bob');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  assert.equal(new URL((await download).url()).searchParams.get('person'), 'bob');
});

test('several conflicts are decided at once, after a look at what comes of it', async (t) => {
  const name = unique('Föhr Fisch');
  const ids = [await inConflict(`${name} 1`), await inConflict(`${name} 2`, { employees: 12 })];
  const carol = await person(t, 'carol');
  const { page } = carol;
  await carol.at('desk');
  for (const number of [1, 2]) await page.getByLabel(`Select ${name} ${number}`).check();
  await page.getByText('2 selected').waitFor();
  await page.getByRole('button', { name: 'Use the changes that wait' }).click();
  const question = page.getByRole('dialog', { name: 'Decide 2 conflicts?' });
  await question.getByText(`${name} 2: Phone of alice`).waitFor();
  await question.getByText('(drops Phone and Employees)').waitFor();
  await question.getByRole('button', { name: 'Decide 2' }).click();
  await page.getByText('2 conflicts are decided.').first().waitFor();
  for (const id of ids) assert.equal((await everything()).companies.get(id).fields.phone, 'of alice');
});

test('a steward names a device and ends its access', async (t) => {
  const alice = await person(t, 'alice');
  await alice.synced();
  const carol = await person(t, 'carol');
  const { page } = carol;
  await carol.at('devices');
  const row = page.getByRole('row').filter({ hasText: 'alice' }).first();
  await row.getByRole('button', { name: 'Rename' }).click();
  const label = unique('Tablet');
  await page.getByRole('dialog').getByLabel('Name of this device').fill(label);
  await page.getByRole('dialog').getByLabel('Name of this device').press('Enter');
  const named = page.getByRole('row').filter({ hasText: label });
  await named.getByRole('button', { name: 'End access' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End access' }).click();
  await named.getByText('Access ended').waitFor();
});

test('statistics stand in tables beside their charts, and rules are suggested from them', async (t) => {
  await settle(await inConflict(unique('Amrum')));
  const carol = await person(t, 'carol');
  const { page } = carol;
  await carol.at('statistics');
  await page.getByText(/conflicts per thousand changes/).waitFor();
  await page
    .getByRole('table', { name: 'By field' })
    .getByRole('row', { name: /^Phone \(Company\)/ })
    .waitFor();
  // Drawn: the library has given the canvas a size of its own.
  const canvas = page.getByRole('img', { name: /By hour of the day/ });
  await until('the chart is drawn', () => canvas.evaluate((one) => one.style.height !== ''));
  await carol.at('rules');
  await page
    .getByText(/that people decided|that a person decided/)
    .first()
    .waitFor();
});

test('somebody who is no steward has no desk', async (t) => {
  const alice = await person(t, 'alice');
  assert.equal(await alice.page.getByRole('link', { name: 'Desk' }).count(), 0);
});

/** A company that alice and bob have both changed, and alice's edit waits. @param {string} name @param {object} [more] that bob changes */
async function inConflict(name, more = {}) {
  const id = await addCompany('bob', { name, phone: 'before' });
  const { version, fields } = (await everything()).companies.get(id);
  await edited(id, { phone: 'of bob', ...more });
  const edit = { id, version, fields: { ...fields, phone: 'of alice' }, base: fields };
  const push = await change('alice', { companies: { modified: [edit] } });
  assert.equal(push.conflicts.length, 1);
  return id;
}

/** @param {string} id @param {Record<string, any>} fields */
async function edited(id, fields) {
  const { version } = (await everything()).companies.get(id);
  const push = await change('bob', { companies: { modified: [{ id, version, fields }] } });
  assert.equal(push.applied.length, 1);
}

test('an administrator sees the state of the data and what was refused, and nobody else does', async (t) => {
  const carol = await person(t, 'carol');
  await carol.at('desk');
  await carol.page.getByRole('link', { name: 'Administration' }).click();
  await carol.heading('Administration');
  await carol.page.getByRole('row', { name: /^Company [1-9]/ }).waitFor();
  await carol.page.getByRole('row', { name: /tidemark\.tombstones\.days 180/ }).waitFor();
  await carol.page.getByRole('button', { name: 'The database was restored' }).click();
  await carol.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await carol.picture('administration');

  const alice = await person(t, 'alice');
  await alice.at('administration');
  await alice.page.getByRole('alert').waitFor();
  assert.equal(await alice.page.getByRole('link', { name: 'Administration' }).count(), 0);
});

test('a page that takes its time says so, with its title and the focus, and so do the rows of a list', async (t) => {
  const name = unique('Spiekeroog Ostplate');
  const id = await addCompany('bob', { name, phone: 'before' });
  const { version } = await companyNamed(name);
  await change('alice', { companies: { modified: [{ id, version, fields: { phone: 'of alice' } }] } });
  await change('bob', { companies: { modified: [{ id, version, fields: { phone: 'of bob' } }] } });
  const carol = await person(t, 'carol');
  const { page } = carol;
  const [list, one] = [gate(), gate()];
  await page.route('**/api/conflicts?*', async (route) => (await list.isOpen, route.continue()));
  await page.route('**/api/conflicts/*', async (route) => (await one.isOpen, route.continue()));
  const main = page.locator('main');
  await page.getByRole('link', { name: 'Desk' }).first().click();
  await carol.heading('Conflict desk');
  await main.getByText('Loading…').waitFor();
  list.open();
  await main.getByRole('link', { name }).click();
  await main.getByText('Loading…').waitFor();
  assert.equal(await main.getAttribute('aria-busy'), 'true');
  assert.equal(await page.locator('h1:focus').innerText(), 'Conflict');
  assert.equal(await page.title(), 'Conflict · Tidemark');
  one.open();
  await carol.heading(name);
  assert.equal(await page.locator('h1:focus').innerText(), name);
  await settle(id);
});

test('who is asked to decide is told so, found by the filter, and must be somebody whom the server knows', async (t) => {
  const name = unique('Spiekeroog Rettungsboot');
  const id = await addCompany('bob', { name, phone: 'before' });
  t.after(() => settle(id));
  const { version } = await companyNamed(name);
  await change('bob', { companies: { modified: [{ id, version, fields: { phone: 'of bob' } }] } });
  await change('alice', { companies: { modified: [{ id, version, fields: { phone: 'of alice' } }] } });
  await person(t, 'dave');
  const carol = await person(t, 'carol');
  const { page } = carol;
  await carol.at('desk');
  await page.getByRole('main').getByRole('link', { name }).click();
  await carol.heading(name);
  const asked = page.getByLabel('Ask this person to decide');
  const ask = async (/** @type {string} */ who) => {
    await asked.fill(who);
    await page.getByRole('button', { name: 'Save' }).click();
  };
  await ask('nobody.here');
  await page.getByText('Nobody called “nobody.here” has signed in here. Check the name.').first().waitFor();
  assert.equal(await asked.inputValue(), 'nobody.here', 'what was typed stays');
  await until('people are offered', async () => (await page.locator('#people option').count()) > 1);
  await ask('dave');
  await page.getByText('dave is asked, but cannot see this conflict').first().waitFor();
  await ask('carol');
  await page
    .getByText(/^carol is asked/)
    .first()
    .waitFor();
  await carol.sync();
  const notice = page
    .getByRole('region', { name: 'Notices' })
    .getByText(/conflicts? you are asked to decide/);
  await notice.waitFor();
  const desk = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: /^Desk/ });
  await desk.getByText('you are asked to decide').waitFor();
  for (const list of ['desk', 'register']) {
    await carol.at(list);
    await carol.heading(list === 'desk' ? 'Conflict desk' : 'Register');
    const filter = page.getByLabel('Asked of');
    await filter.fill('me');
    await filter.press('Tab');
    if (list === 'register') await page.getByLabel('Status').selectOption({ label: 'open' });
    await page.getByRole('main').getByRole('link', { name }).waitFor();
    await filter.fill('dave');
    await filter.press('Tab');
    await page.getByRole('main').getByRole('link', { name }).waitFor({ state: 'detached' });
    await filter.fill('');
    await filter.press('Tab');
  }
});
