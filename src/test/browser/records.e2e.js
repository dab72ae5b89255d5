import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, change, companyNamed, everything } from './api.js';
import { person, unique, until, useBrowser } from './world.js';

useBrowser();

test('a company whose row changes between press and release opens all the same', async (t) => {
  const name = unique('Zingst Seebrücke');
  const id = await addCompany('bob', { name });
  const alice = await person(t, 'alice');
  await alice.offline();
  await (await alice.find(name)).hover();
  await alice.page.mouse.down();
  await alice.inApp((db, company) => db.companies.update(company, { phone: 'meanwhile' }), id);
  await alice.strip().getByText('1 to send').waitFor();
  await alice.page.mouse.up();
  await alice.page.getByRole('heading', { name }).waitFor();
});

test('what a wheel has brought under the pointer opens at the first press', async (t) => {
  const group = unique('Zingst').split(' ')[1];
  const name = (/** @type {number} */ at) => `Zingst ${group} ${String(at).padStart(2, '0')}`;
  const added = Array.from({ length: 40 }, (_, at) => ({
    id: crypto.randomUUID(),
    fields: { name: name(at), region: 'emea' },
  }));
  await change('bob', { companies: { added } });
  const alice = await person(t, 'alice');
  const { page } = alice;
  const link = await alice.find(name(5));
  await link.waitFor();
  await page.getByRole('searchbox', { name: 'Search' }).fill(`Zingst ${group}`);
  const first = page.getByRole('link', { name: name(5) });
  await page.getByRole('link', { name: name(20) }).waitFor();
  await first.hover();
  const box = /** @type {{ x: number, y: number, width: number, height: number }} */ (
    await first.boundingBox()
  );
  const [x, y] = [box.x + 20, box.y + box.height / 2];
  await page.mouse.move(x, y);
  const titleAt = () =>
    page.evaluate(([left, top]) => document.elementFromPoint(left, top)?.closest('a')?.href ?? '', [x, y]);
  const before = await titleAt();
  await page.mouse.wheel(0, box.height * 6);
  let there = '';
  await until('another row lies there, and stays', async () => {
    const was = there;
    there = await titleAt();
    return there !== '' && there !== before && there === was;
  });
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForURL(there);
});

test('contacts are added, edited and deleted where their company is', async (t) => {
  const name = unique('Pärnu Rand');
  const company = await addCompany('bob', { name });
  const alice = await person(t, 'alice');
  await alice.openCompany(name);
  const { page } = alice;
  await page.getByText('No contacts yet.').waitFor();

  await page.getByRole('button', { name: 'Add contact' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByRole('alert').getByText('One field needs your attention').waitFor();
  assert.equal(await dialog.getByLabel('Name').evaluate((one) => one === document.activeElement), true);
  await dialog.getByLabel('Name').fill('Kadri Tamm');
  await dialog.getByLabel('Role').fill('Purchasing');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Kadri Tamm' }).waitFor();
  await alice.sync();
  await alice.synced();
  assert.deepEqual(await contactsOf(company), [['Kadri Tamm', 'Purchasing']]);

  await page.getByRole('button', { name: 'Edit Kadri Tamm' }).click();
  await page.getByRole('dialog').getByLabel('Role').fill('Sales');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Sales').waitFor();
  await alice.sync();
  await alice.synced();
  assert.deepEqual(await contactsOf(company), [['Kadri Tamm', 'Sales']]);

  await page.getByRole('button', { name: 'Delete Kadri Tamm' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No contacts yet.').waitFor();
  await alice.sync();
  await alice.synced();
  assert.deepEqual(await contactsOf(company), []);
});

test('a company goes with its contacts, and a deletion can be undone before it is sent', async (t) => {
  const name = unique('Hanko Lokki');
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.add({ Name: name });
  const { id } = await alice.company(name);
  await alice.inApp((db, of) => db.contacts.add({ id: db.tidemark.newId(), company: of, name: 'Aino' }), id);
  await alice.online();
  await alice.synced();
  await alice.offline();
  await alice.delete(name);
  assert.equal((await alice.everything()).contacts.filter(({ company }) => company === id).length, 0);
  await alice.page.getByRole('button', { name: 'Undo' }).click();
  await until('it is back', async () => Boolean(await alice.company(name)));
  assert.equal((await alice.everything()).contacts.filter(({ company }) => company === id).length, 1);
  assert.equal((await alice.pending()).total, 0, 'nothing is left to send');

  await alice.delete(name);
  // A notice stays while somebody points at it.
  await alice.page.getByRole('button', { name: 'Undo' }).hover();
  await alice.online();
  await alice.synced();
  assert.equal(await companyNamed(name), undefined);
  assert.deepEqual(await contactsOf(id), []);

  // Too late to be held back, not too late to be undone: it is put back, and in conflict with nobody.
  await alice.page.getByRole('button', { name: 'Undo' }).click();
  await until('it is back everywhere', async () => (await contactsOf(id)).length === 1);
  await alice.synced();
  assert.equal((await alice.pending()).conflicts, 0);
  assert.equal((await companyNamed(name)).id, id);
});

test('an address that cannot be read leads to a page that says so', async (t) => {
  const alice = await person(t, 'alice');
  for (const address of ['companies/%E0%A4%A', '%', 'nowhere']) {
    await alice.at(address);
    await alice.page.reload();
    await alice.heading('This page does not exist');
  }
  await alice.page.getByRole('link', { name: 'All companies' }).click();
  await alice.heading('Companies');
});

test('a form says so when a sync brings another value for a field that was being edited', async (t) => {
  const name = unique('Kökar Stugor');
  const id = await addCompany('bob', { name, phone: 'before', notes: 'before' });
  const alice = await person(t, 'alice');
  await alice.openCompany(name);
  await alice.page.getByRole('link', { name: 'Edit', exact: true }).click();
  await alice.page.getByLabel('Phone').fill('typed');
  const { version } = (await everything()).companies.get(id);
  await change('bob', {
    companies: { modified: [{ id, version, fields: { phone: 'of bob', notes: 'of bob' } }] },
  });
  await alice.sync();

  await alice.page.getByText('Changed by somebody else meanwhile to “of bob”').waitFor();
  assert.equal(await alice.page.getByLabel('Phone').inputValue(), 'typed');
  assert.equal(await alice.page.getByLabel('Notes').inputValue(), 'of bob', 'what was not touched follows');
  await alice.page.getByRole('button', { name: 'Use it' }).click();
  assert.equal(await alice.page.getByLabel('Phone').inputValue(), 'of bob');
});

/** @param {string} company */
async function contactsOf(company) {
  const { contacts } = await everything();
  return [...contacts.values()]
    .filter(({ fields }) => fields.company === company)
    .map(({ fields }) => [fields.name, fields.role]);
}

test('a company and a contact say who changed them last, and lead to the history of the record', async (t) => {
  const name = unique('Juist Inselfähre');
  const company = await addCompany('bob', { name, phone: 'before' });
  const contact = { id: crypto.randomUUID(), fields: { company, name: 'Edda Friis' } };
  await change('bob', { contacts: { added: [contact] } });
  const alice = await person(t, 'alice');
  const { page } = alice;
  await alice.openCompany(name);
  await page.getByText('Last changed by bob').waitFor();
  const { version } = (await everything()).companies.get(company);
  await change('carol', { companies: { modified: [{ id: company, version, fields: { phone: 'after' } }] } });
  await page.getByText('Last changed by carol').waitFor();
  await page.getByRole('link', { name: 'History of this record' }).click();
  await alice.heading('History of this record');
  await page.getByText('Last changed by carol').waitFor();

  await alice.openCompany(name);
  await page.getByRole('button', { name: 'Edit Edda Friis' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Last changed by bob').waitFor();
  await dialog.getByRole('link', { name: 'History of this record' }).click();
  await alice.heading('History of this record');
  assert.equal(await dialog.count(), 0, 'nothing stands over the next page');
});

test('a page that was opened without a network says who changed the record as soon as there is one', async (t) => {
  const name = unique('Juist Kalfamer');
  await addCompany('bob', { name });
  const alice = await person(t, 'alice');
  await alice.shellKept();
  await alice.offline();
  await alice.openCompany(name);
  await alice.page.reload();
  await alice.heading(name);
  await alice.page.getByRole('link', { name: 'History of this record' }).waitFor();
  assert.equal(await alice.page.getByText('Last changed by').count(), 0);
  await alice.online();
  await alice.page.getByText('Last changed by bob').waitFor();
});
