import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, change, companyNamed, everything } from './api.js';
import { person, unique, until, useBrowser } from './world.js';

useBrowser();

/** @param {string} id @param {string} [collection] */
const versionOf = async (id, collection = 'companies') => (await everything())[collection].get(id).version;

/** @param {string} company @param {Record<string, any>} [more] */
async function addContact(company, more) {
  const id = crypto.randomUUID();
  await change('bob', { contacts: { added: [{ id, fields: { company, name: 'Dora', ...more } }] } });
  return id;
}

/** @param {Record<string, string>} ids by collection: what bob deletes */
const deleteAll = async (ids) => {
  for (const [collection, id] of Object.entries(ids))
    await change('bob', { [collection]: { deleted: [{ id, version: await versionOf(id, collection) }] } });
};

test('a form whose company is deleted meanwhile says so at once, and saves what was typed as a new one', async (t) => {
  const name = unique('Borkum Leuchtturm');
  const id = await addCompany('bob', { name, phone: 'before', notes: 'kept' });
  const alice = await person(t, 'alice');
  await alice.openCompany(name);
  await alice.page.getByRole('link', { name: 'Edit', exact: true }).click();
  await alice.page.getByLabel('Phone').fill('typed');
  await alice.page.getByLabel('Notes').focus();
  await deleteAll({ companies: id });

  const alert = alice.page.getByRole('alert').filter({ hasText: 'This company is not here any more' });
  await alert.waitFor();
  const { y, height } = /** @type {{ y: number, height: number }} */ (await alert.boundingBox());
  assert.ok(y >= 0 && y + height <= 800, `it is in sight: ${y}`);
  assert.equal(await alice.page.getByRole('button', { name: 'Save', exact: true }).count(), 0);
  await alice.picture('form-gone');
  await alice.page.getByRole('button', { name: 'Save as a new company' }).click();
  await alice.page
    .getByText(/^Saved/)
    .first()
    .waitFor();
  await alice.synced();
  const { id: now, fields } = await companyNamed(name);
  assert.notEqual(now, id);
  assert.deepEqual([fields.phone, fields.notes], ['typed', 'kept']);
});

test('a company that leaves what its reader may see is gone from an open form, which can be discarded', async (t) => {
  const name = unique('Juist Kutsche');
  const id = await addCompany('bob', { name });
  const alice = await person(t, 'alice');
  await alice.openCompany(name);
  await alice.page.getByRole('link', { name: 'Edit', exact: true }).click();
  await alice.page.getByLabel('Phone').fill('typed');
  const version = await versionOf(id);
  await change('carol', { companies: { modified: [{ id, version, fields: { name, region: 'apac' } }] } });
  await alice.sync();
  await alice.page.getByRole('alert').getByText('it lies in a region that you do not see').waitFor();
  await alice.page.getByRole('button', { name: 'Discard' }).click();
  await alice.heading('Companies');
  assert.equal((await companyNamed(name)).fields.phone ?? null, null);
});

test('a contact that is deleted while it is edited is saved as a new one, in another company if its own has gone', async (t) => {
  const [name, other] = [unique('Baltrum Insel'), unique('Spiekeroog Insel')];
  const [company, home] = [await addCompany('bob', { name }), await addCompany('bob', { name: other })];
  const first = await addContact(company, { phone: 'before' });
  const alice = await person(t, 'alice');
  const { page } = alice;
  const dialog = page.getByRole('dialog');
  await alice.openCompany(name);
  await page.getByRole('button', { name: 'Edit Dora' }).click();
  await dialog.getByLabel('Phone').fill('typed');
  await deleteAll({ contacts: first });
  // The live update brings it: the dialog covers the button.
  await dialog.getByText('This contact is not here any more').waitFor();
  await dialog.getByRole('button', { name: 'Save as a new contact' }).click();
  await page.getByRole('heading', { name: 'Dora' }).waitFor();
  await alice.synced();
  const [second] = await contactsOf(company);
  assert.deepEqual([second.fields.phone, second.id === first], ['typed', false]);

  await page.getByRole('button', { name: 'Edit Dora' }).click();
  await dialog.getByLabel('Role').fill('Purchasing');
  await deleteAll({ contacts: second.id, companies: company });
  await dialog.getByText('This contact is not here any more').waitFor();
  // The company too: the page behind the dialog says so, and only then is another one asked for.
  await page.getByText('This company no longer exists here').waitFor();
  await dialog.getByRole('button', { name: 'Save as a new contact' }).click();
  const choice = page.getByRole('dialog', { name: 'Choose a company' });
  await choice.getByLabel('Company').fill(other);
  await choice.getByRole('button', { name: other }).click();
  await until('it is there', async () => (await contactsOf(home))[0]?.fields.role === 'Purchasing');
});

test('a contact whose company was deleted meanwhile is refused in plain words, and moves to another company', async (t) => {
  const [name, other] = [unique('Langeoog Düne'), unique('Wangerooge Düne')];
  const [company, home] = [await addCompany('bob', { name }), await addCompany('bob', { name: other })];
  const alice = await person(t, 'alice');
  await alice.openCompany(name);
  await alice.offline();
  await alice.page.getByRole('button', { name: 'Add contact' }).click();
  await alice.page.getByRole('dialog').getByLabel('Name').fill('Edda');
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await alice.page.getByRole('heading', { name: 'Edda' }).waitFor();
  await deleteAll({ companies: company });
  await alice.online();
  await until('it is refused', async () => (await alice.pending()).rejected === 1);
  await until('the company has gone', async () => !(await alice.company(name)));
  await alice.at('refused');
  const listed = alice.page.getByRole('main').getByRole('listitem').filter({ hasText: 'Edda' });
  await listed.getByText('What it belongs to is not there any more.').first().waitFor();
  assert.doesNotMatch(await listed.first().innerText(), /does not exist|[0-9a-f]{8}-/);
  await alice.page.getByText('everything else was sent').waitFor();

  // What waits meanwhile is not said to be sent.
  await alice.offline();
  await alice.edit(other, { Phone: 'later' });
  await alice.at('refused');
  await alice.page.getByText('1 other change waits to be sent').waitFor();
  await alice.online();
  await alice.page.getByRole('button', { name: 'Choose another company for Edda' }).click();
  await alice.page.getByRole('dialog').getByLabel('Company').fill(other);
  await alice.page.getByRole('dialog').getByRole('button', { name: other }).click();
  await until('it is sent', async () => (await contactsOf(home)).length === 1);
  await alice.synced();
});

test('the offer to undo a deletion goes when another’s edit turns it into a conflict', async (t) => {
  const name = unique('Pellworm Deich');
  const id = await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.delete(name);
  const offer = alice.page.getByRole('button', { name: 'Undo' });
  await offer.hover(); // a notice stays while somebody points at it
  const version = await versionOf(id);
  await change('bob', {
    companies: { modified: [{ id, version, fields: { name, region: 'emea', phone: 'of bob' } }] },
  });
  await alice.online();
  await until('they are in conflict', async () => (await alice.pending()).conflicts === 1);
  await offer.waitFor({ state: 'detached' });
  await alice.openConflict(name);
  await alice.page.getByRole('button', { name: 'Keep the company' }).click();
  await alice.synced();
  assert.equal((await companyNamed(name)).fields.phone, 'of bob');
});

for (const width of [320, 1280])
  test(`a notice leaves the bar to decide with in reach at ${width} pixels`, async (t) => {
    const name = unique('Amrum Odde');
    const id = await addCompany('bob', { name, phone: 'before' });
    const alice = await person(t, 'alice', { viewport: { width, height: 640 } });
    await alice.offline();
    await alice.edit(name, { Phone: 'of alice' });
    const version = await versionOf(id);
    await change('bob', {
      companies: { modified: [{ id, version, fields: { name, region: 'emea', phone: 'of bob' } }] },
    });
    await alice.online();
    await until('they are in conflict', async () => (await alice.pending()).conflicts === 1);
    await alice.openConflict(name);
    await alice.page.evaluate(async () => {
      const { notice } = await import(
        /** @type {any} */ (new URL('app/part/notice.js', document.baseURI).href)
      );
      notice('A notice that takes two lines where the screen is narrow.', { seconds: Infinity });
    });
    const boxOf = async (/** @type {string} */ selector) =>
      /** @type {{ x: number, y: number, width: number, height: number }} */ (
        await alice.page.locator(selector).last().boundingBox()
      );
    // It rises into its place.
    await alice.page
      .locator('.notice')
      .last()
      .evaluate((card) => Promise.all(card.getAnimations().map(({ finished }) => finished)));
    const [bar, card] = [await boxOf('.decide'), await boxOf('.notice')];
    await alice.picture(`notice-${width}`);
    assert.ok(card.y + card.height <= bar.y || card.x + card.width <= bar.x, JSON.stringify([bar, card]));
    await alice.page.getByRole('button', { name: 'Use all bob’s' }).click();
    await alice.synced();
  });

/** @param {string} company */
async function contactsOf(company) {
  return [...(await everything()).contacts.values()].filter(({ fields }) => fields.company === company);
}
