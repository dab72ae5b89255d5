import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, change, companyNamed, everything, settle } from './api.js';
import { Person, person, server, unique, until, useBrowser } from './world.js';

useBrowser();

/** What bob writes. @param {string} collection @param {string} id @param {Record<string, any>} fields */
async function write(collection, id, fields) {
  const { version } = (await everything())[collection].get(id);
  await change('bob', { [collection]: { modified: [{ id, version, fields }] } });
}

/** @param {import('./world.js').Person} alice @param {string} name */
async function openForm(alice, name) {
  await alice.openCompany(name);
  await alice.page.getByRole('link', { name: 'Edit', exact: true }).click();
  await alice.page.getByLabel('Phone').waitFor();
}

/**
 * Presses Save while the store writes what a sync has brought for the record: nobody can have seen that.
 * @param {import('./world.js').Person} alice
 * @param {string} id
 */
const saveAsItComes = (alice, id) =>
  alice.inApp((db, wanted) => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (...row) {
      const request = put.apply(this, /** @type {any} */ (row));
      if (row[0]?.id !== wanted) return request;
      IDBObjectStore.prototype.put = put;
      const press = () =>
        [...document.querySelectorAll('button')].find((one) => one.innerText === 'Save')?.click();
      db.constructor.ignoreTransaction(press);
      return request;
    };
  }, id);

test('what a sync brings at the moment of saving is neither buried nor reverted: the form asks', async (t) => {
  const name = unique('Sylt Ellenbogen');
  const address = { street: 'before', city: 'before' };
  const id = await addCompany('bob', { name, phone: 'before', address });
  const alice = await person(t, 'alice');
  await openForm(alice, name);
  await alice.page.getByLabel('Phone').fill('of alice');
  await alice.page.getByLabel('Street').fill('of alice');
  await saveAsItComes(alice, id);
  await write('companies', id, { phone: 'of bob', address: { ...address, city: 'of bob' } });

  await alice.page.getByText('Changed by somebody else meanwhile to “of bob”').waitFor();
  await alice.page.getByRole('alert').getByText('Nothing is saved yet').waitFor();
  assert.equal((await alice.pending()).total, 0);
  await alice.picture('form-moved');
  await alice.page.getByRole('button', { name: 'Save' }).click();
  await alice.heading(name);
  await alice.synced();
  const { fields } = await companyNamed(name);
  assert.deepEqual(
    [fields.phone, fields.address.street, fields.address.city],
    ['of alice', 'of alice', 'of bob'],
  );
});

test('a member of the address that somebody else changes at the moment of saving stays as they wrote it', async (t) => {
  const name = unique('Sylt Odde');
  const address = { street: 'before', city: 'before' };
  const id = await addCompany('bob', { name, address });
  const alice = await person(t, 'alice');
  await openForm(alice, name);
  await alice.page.getByLabel('Street').fill('of alice');
  await saveAsItComes(alice, id);
  await write('companies', id, { address: { ...address, city: 'of bob' } });
  await alice.heading(name);
  await alice.synced();
  const { street, city } = (await companyNamed(name)).fields.address;
  assert.deepEqual([street, city], ['of alice', 'of bob']);
});

test('a contact that a sync changes at the moment of saving asks in its dialog', async (t) => {
  const name = unique('Sylt Kontor');
  const company = await addCompany('bob', { name });
  const id = crypto.randomUUID();
  await change('bob', { contacts: { added: [{ id, fields: { company, name: 'Dora', phone: 'before' } }] } });
  const alice = await person(t, 'alice');
  await alice.openCompany(name);
  await alice.page.getByRole('button', { name: 'Edit Dora' }).click();
  const dialog = alice.page.getByRole('dialog');
  await dialog.getByLabel('Phone').fill('of alice');
  await saveAsItComes(alice, id);
  await write('contacts', id, { phone: 'of bob' });
  await dialog.getByText('Changed by somebody else meanwhile to “of bob”').waitFor();
  await dialog.getByRole('button', { name: 'Use it' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await alice.synced();
  assert.equal((await everything()).contacts.get(id).fields.phone, 'of bob');
});

test('text that is no value yet stays when somebody else sets the field', async (t) => {
  const name = unique('Sylt Watt');
  const id = await addCompany('bob', { name, founded: '1901-02-03' });
  const alice = await person(t, 'alice');
  const { page } = alice;
  await openForm(alice, name);
  await page.getByLabel('Employees').fill('about 120, ask Eve');
  await page.getByLabel('Annual revenue').fill('12,5 million');
  await page.getByLabel(/^Name/).fill('');
  await page.getByLabel('Founded').focus();
  await page.keyboard.press('Delete'); // the month
  const renamed = `${name} AB`;
  const fresh = {
    name: renamed,
    employees: 7,
    annualRevenue: '3.00',
    founded: '1999-08-07',
    phone: 'of bob',
  };
  await write('companies', id, fresh);

  await until('it is there', async () => (await page.getByLabel('Phone').inputValue()) === 'of bob');
  for (const text of ['“7”', '“€3.00”', '“Aug 7, 1999”', `“${renamed}”`])
    await page.getByText(`Changed by somebody else meanwhile to ${text}`).waitFor();
  assert.equal(await page.getByLabel('Employees').inputValue(), 'about 120, ask Eve');
  assert.equal(await page.getByLabel('Annual revenue').inputValue(), '12,5 million');
  assert.equal(await page.getByLabel(/^Name/).inputValue(), '');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('4 fields need your attention.').waitFor();
  await page.getByText('Enter a whole date.').waitFor();
});

test('a form that is saved twice at once, as by a double click, adds one record', async (t) => {
  const name = unique('Sylt Zweimal');
  const alice = await person(t, 'alice');
  const { page } = alice;
  const twice = () =>
    page.getByRole('button', { name: 'Save' }).evaluate((save) => {
      /** @type {HTMLElement} */ (save).click();
      /** @type {HTMLElement} */ (save).click();
    });
  await alice.at('companies');
  await page.getByRole('link', { name: 'Add company' }).click();
  await page.getByLabel(/^Name/).fill(name);
  await twice();
  await alice.heading(name);
  await page.getByRole('button', { name: 'Add contact' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Edda');
  await twice();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await alice.synced();
  const { companies, contacts } = await everything();
  const added = [...companies.values()].filter(({ fields }) => fields.name === name);
  assert.equal(added.length, 1);
  assert.equal([...contacts.values()].filter(({ fields }) => fields.company === added[0].id).length, 1);

  await page.getByRole('button', { name: 'Edit Edda' }).evaluate((edit) => {
    /** @type {HTMLElement} */ (edit).click();
    /** @type {HTMLElement} */ (edit).click();
  });
  await page.getByRole('dialog').first().waitFor();
  await page.getByRole('button', { name: 'Cancel' }).last().click();
  await until('one form was open', async () => (await page.getByRole('dialog').count()) === 0);
});

test('what is typed stays in sight when somebody signs out in another tab', async (t) => {
  const name = unique('Sylt Leuchtfeuer');
  await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  await openForm(alice, name);
  await alice.page.getByLabel('Phone').fill('typed');
  const other = new Person(alice.context, await alice.context.newPage(), 'alice');
  await other.page.goto(`${server}/#/browser`);
  await other.page.getByRole('button', { name: 'Sign out' }).click();
  await other.page.getByRole('dialog').getByText('1 draft is not saved.').waitFor();
  await other.page.getByRole('button', { name: 'Throw away and sign out' }).click();
  await other.page.getByRole('heading', { name: 'Sign in' }).waitFor();

  const alert = alice.page.getByRole('alert').filter({ hasText: 'You are signed out in this browser' });
  await alert.waitFor();
  assert.equal(await alice.page.getByLabel('Phone').inputValue(), 'typed');
  assert.equal(await alice.page.getByRole('button', { name: 'Save' }).count(), 0);
  await alice.picture('form-signed-out');
  await other.signIn('bob');
  assert.equal(await alice.page.getByLabel('Phone').inputValue(), 'typed', 'whoever signs in next');
  await alice.page.getByRole('button', { name: 'Leave' }).click();
  await alice.page.getByRole('banner').getByRole('link', { name: 'bob' }).waitFor();
});

test('a deletion takes only what its question was about', async (t) => {
  const name = unique('Sylt Strandkorb');
  const company = await addCompany('bob', { name });
  const alice = await person(t, 'alice');
  await alice.openCompany(name);
  await alice.page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = alice.page.getByRole('dialog');
  await dialog.getByText('It has no contacts.').waitFor();
  const id = crypto.randomUUID();
  await change('bob', { contacts: { added: [{ id, fields: { company, name: 'Edda' } }] } });
  await until('the contact came', () =>
    alice.inApp(async (db, key) => Boolean(await db.contacts.get(key)), id),
  );
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await dialog.getByText('somebody else has just changed it. Its contact goes with it.').waitFor();
  assert.equal((await alice.pending()).total, 0);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await alice.heading(name);
  await alice.page.getByRole('heading', { name: 'Edda' }).waitFor();
  await alice.delete(name);
  await alice.synced();
  assert.equal(await companyNamed(name), undefined);
});

test('what somebody writes into a mix is still there when somebody else decides the conflict', async (t) => {
  const name = unique('Sylt Entschieden');
  const id = await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  const { page } = alice;
  await alice.offline();
  await alice.edit(name, { Phone: 'of alice' });
  await write('companies', id, { phone: 'of bob' });
  await alice.online();
  await until('they are in conflict', async () => (await alice.pending()).conflicts === 1);
  await alice.openConflict(name);
  await page.getByRole('radio', { name: 'Something else' }).check();
  await page.getByRole('textbox', { name: 'Something else for Phone' }).fill('of both');
  await settle(id);
  await alice.inApp((db) => db.tidemark.sync());
  const left = page.getByRole('status').filter({ hasText: 'You wrote this' });
  await left.getByText('of both').waitFor();
  await page.reload();
  await alice.heading('This conflict is decided');
  await left.getByText('of both').waitFor();
  await left.getByRole('button', { name: 'Discard' }).click();
  await left.waitFor({ state: 'detached' });
  await until('nothing is kept', () => alice.inApp(async (db) => (await db.drafts.count()) === 0));
});

test('what somebody writes into a mix is still there when one of the sides changes meanwhile', async (t) => {
  const name = unique('Sylt Mischung');
  const id = await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.edit(name, { Phone: 'of alice' });
  await write('companies', id, { phone: 'of bob' });
  await alice.online();
  await until('they are in conflict', async () => (await alice.pending()).conflicts === 1);
  await alice.openConflict(name);
  await alice.page.getByRole('radio', { name: 'Something else' }).check();
  const mix = alice.page.getByRole('textbox', { name: 'Something else for Phone' });
  await mix.fill('of both');
  await alice.inApp((db, key) => db.companies.update(key, { notes: 'in another tab' }), id);
  await alice.page.getByRole('alert').getByText('the choices that still fit are kept').waitFor();
  assert.equal(await mix.inputValue(), 'of both');
  await alice.page.getByRole('button', { name: 'Keep both people’s changes' }).click();
  await alice.synced();
  const { fields } = await companyNamed(name);
  assert.deepEqual([fields.phone, fields.notes], ['of both', 'in another tab']);
});
