import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, change, companyNamed, everything } from './api.js';
import { Person, person, server, unique, until, useBrowser } from './world.js';

useBrowser();

/** @param {import('./world.js').Person} who @returns {Promise<number>} */
const drafts = (who) => who.inApp((db) => db.drafts.count());

test('what is typed is there again after a link, Back and a reload, and goes when it is discarded', async (t) => {
  const name = unique('Amrum Odde');
  await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  const { page } = alice;
  const phone = page.getByLabel('Phone');
  const restored = page.getByRole('status').filter({ hasText: 'Draft restored' });
  await alice.openCompany(name);
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await phone.fill('half typed');
  await page.getByRole('link', { name: 'Conflicts' }).first().click();
  await alice.heading('Conflicts');
  await page.goBack();
  await restored.waitFor();
  assert.equal(await phone.inputValue(), 'half typed');

  await phone.fill('typed more');
  await until('it is kept', () =>
    alice.inApp(async (db) => (await db.drafts.toArray())[0]?.values.phone === 'typed more'),
  );
  await page.reload();
  await restored.waitFor();
  assert.equal(await phone.inputValue(), 'typed more');
  await alice.picture('draft-restored');
  assert.equal((await alice.pending()).total, 0, 'a draft is not sent');

  await restored.getByRole('button', { name: 'Discard' }).click();
  assert.equal(await phone.inputValue(), 'before');
  await until('nothing is kept', async () => (await drafts(alice)) === 0);
  await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
  await until('it is kept again', async () => (await drafts(alice)) === 1);
  assert.equal(await phone.inputValue(), 'typed more');
  await phone.fill('saved');
  await page.getByRole('button', { name: 'Save' }).click();
  await alice.heading(name);
  await until('nothing is kept', async () => (await drafts(alice)) === 0);
});

test('a draft over a value that somebody else changes meanwhile says so when it is restored', async (t) => {
  const name = unique('Amrum Nebel');
  const id = await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  const { page } = alice;
  await alice.openCompany(name);
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByLabel('Phone').fill('of alice');
  await alice.at('companies');
  const { version } = (await everything()).companies.get(id);
  await change('bob', { companies: { modified: [{ id, version, fields: { phone: 'of bob' } }] } });
  await until('it came', async () => (await alice.company(name))?.phone === 'of bob');
  await alice.openCompany(name);
  await page.getByText('You began to edit this company and have not saved.').waitFor();
  await page.getByRole('link', { name: 'Continue' }).click();
  await page.getByText('Changed by somebody else meanwhile to “of bob”').waitFor();
  assert.equal(await page.getByLabel('Phone').inputValue(), 'of alice');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('What you typed is discarded.').first().waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await until('it is back', async () => (await page.getByLabel('Phone').inputValue()) === 'of alice');
});

test('a contact that is half typed when its dialog closes is there when it is opened again', async (t) => {
  const name = unique('Amrum Norddorf');
  await addCompany('bob', { name });
  const alice = await person(t, 'alice');
  const { page } = alice;
  await alice.openCompany(name);
  await page.getByRole('button', { name: 'Add contact' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Edda');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await alice.at('outbox');
  await page.getByRole('link', { name: 'Continue' }).click();
  await alice.heading(name);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('dialog').getByText('Draft restored').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Edda' }).waitFor();
  await alice.synced();
  assert.ok(await companyNamed(name));
});

test('who presses a link right after Cancel is where it leads', async (t) => {
  const id = await addCompany('bob', { name: unique('Amrum Kniepsand') });
  const alice = await person(t, 'alice');
  const { page } = alice;
  await alice.at(`companies/${id}/edit`);
  await page.getByLabel('Phone').fill('typed');
  await page.evaluate(() => {
    /** @type {HTMLElement} */ (document.querySelector('.record-form .actions button')).click();
    /** @type {HTMLElement} */ (document.querySelector('nav a[href="#/conflicts"]')).click();
  });
  await page.getByText('What you typed is discarded.').first().waitFor();
  await alice.heading('Conflicts');
});

test('what is typed in two tabs, and over a company that is deleted meanwhile, is there to be saved', async (t) => {
  const name = unique('Amrum Wittdün');
  const id = await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  const { page } = alice;
  await alice.at(`companies/${id}/edit`);
  await page.getByLabel('Phone').fill('of one tab');
  const other = new Person(alice.context, await alice.context.newPage(), 'alice');
  await other.page.goto(`${server}/#/companies/${id}/edit`);
  await other.page.getByRole('status').filter({ hasText: 'Draft restored' }).waitFor();
  await other.page.getByLabel('Notes').fill('of the other');
  await page.getByLabel('Phone').fill('of the one tab');
  const typed = () =>
    alice.inApp(async (db) => Object.values((await db.drafts.toArray())[0]?.values ?? {}).join(', '));
  await until(
    'both are kept',
    async () => (await typed()).split(', ').sort().join() === 'of the one tab,of the other',
  );
  await other.page.close();

  await alice.at('outbox');
  const row = page.getByRole('listitem').filter({ hasText: name });
  await row.getByText('of the other').waitFor();
  await row.getByRole('button', { name: 'Discard' }).click();
  await row.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo', exact: true }).click();
  await row.getByText('of the other').waitFor();

  const { version } = (await everything()).companies.get(id);
  await change('bob', { companies: { deleted: [{ id, version }] } });
  await until('it is gone', async () => !(await alice.company(name)));
  await row.getByRole('link', { name: 'Continue' }).click();
  await page.getByText('This company is not here any more').waitFor();
  assert.equal(await page.getByLabel('Notes').inputValue(), 'of the other');
  await page.getByRole('button', { name: 'Save as a new company' }).click();
  await page
    .getByText(/^Saved/)
    .first()
    .waitFor();
  await alice.synced();
  const { fields } = await companyNamed(name);
  assert.deepEqual([fields.phone, fields.notes], ['of the one tab', 'of the other']);
});

test('a sync before signing out sends no draft: each is named, and its user says what becomes of it', async (t) => {
  const name = unique('Amrum Süddorf');
  const id = await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  const { page } = alice;
  await alice.at(`companies/${id}/edit`);
  await page.getByLabel('Notes').fill('half typed');
  await until('it is kept', async () => (await drafts(alice)) === 1);
  await alice.at('browser');
  await alice.heading('This device');
  // Made where nothing syncs by itself before the question.
  await alice.strip().getByRole('switch').check();
  await alice.inApp((db, key) => db.companies.update(key, { phone: 'after' }), id);
  const leave = () => page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  const dialog = page.getByRole('dialog');
  await leave();
  await dialog.getByText('1 change has not been sent').waitFor();
  await dialog.getByRole('link', { name }).waitFor();
  // The question stands over the switch.
  await page.evaluate(() => localStorage.removeItem('tidemark.workOffline'));
  await dialog.getByRole('button', { name: 'Sync first' }).click();
  await dialog.getByRole('heading', { name: 'Sign out with unsaved drafts?' }).waitFor();
  assert.equal((await companyNamed(name)).fields.phone, 'after');
  assert.equal(await dialog.getByRole('button', { name: 'Sync first' }).count(), 0);
  await dialog.getByRole('link', { name }).click();
  await page.getByRole('status').filter({ hasText: 'Draft restored' }).waitFor();
  assert.equal(await page.getByLabel('Notes').inputValue(), 'half typed');

  await alice.at('browser');
  await leave();
  await dialog.getByRole('button', { name: 'Throw away and sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

test('what was typed over a contact is there to be saved when the contact is deleted, and its company too', async (t) => {
  const name = unique('Amrum Steenodde');
  const company = await addCompany('bob', { name });
  const contact = { id: crypto.randomUUID(), fields: { company, name: 'Edda Friis', role: 'pilot' } };
  await change('bob', { contacts: { added: [contact] } });
  const alice = await person(t, 'alice');
  const { page } = alice;
  const dialog = page.getByRole('dialog');
  const close = async () => {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  };
  await alice.openCompany(name);
  await page.getByRole('button', { name: 'Edit Edda Friis' }).click();
  await dialog.getByLabel('Role').fill('half typed');
  await close();
  await page.getByRole('button', { name: 'Add contact' }).click();
  await dialog.getByLabel('Name').fill('Hauke');
  await close();
  await until('both are kept', async () => (await drafts(alice)) === 2);

  const gone = async (/** @type {string} */ collection, /** @type {string} */ id) => {
    const { version } = (await everything())[collection]?.get(id) ?? {};
    await change('bob', { [collection]: { deleted: [{ id, version }] } });
  };
  await gone('contacts', contact.id);
  await page.getByText('Not saved yet, and the contact is deleted: Edda Friis').waitFor();
  await page.getByRole('button', { name: 'Continue with Edda Friis' }).click();
  await dialog.getByText('This contact is not here any more.').waitFor();
  assert.deepEqual(
    [await dialog.getByLabel('Name').inputValue(), await dialog.getByLabel('Role').inputValue()],
    ['Edda Friis', 'half typed'],
  );
  await close();

  await gone('companies', company);
  await until('it is gone', async () => !(await alice.company(name)));
  await alice.at('outbox');
  const row = (/** @type {string} */ text) => page.getByRole('listitem').filter({ hasText: text });
  await row('Draft of a contact whose company is deleted').getByText('Hauke').waitFor();
  await row('Draft of a deleted contact').getByRole('button', { name: 'Continue' }).click();
  await dialog.getByRole('button', { name: 'Save as a new contact' }).click();
  await page.getByText('To which company does this contact belong now?').waitFor();
  await page.keyboard.press('Escape');
  await close();
  assert.equal(await drafts(alice), 2, 'nothing is lost by looking');
});
