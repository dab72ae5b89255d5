import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, companyNamed } from './api.js';
import { person, unique, useBrowser } from './world.js';

useBrowser();

test('a change that breaks a rule is kept with its reason at the field, holds nothing back, and can be mended', async (t) => {
  const [bad, good] = [unique('Nida Bernstein'), unique('Klaipėda Dokas')];
  await addCompany('bob', { name: bad, email: 'post@example.com' });
  await addCompany('bob', { name: good, phone: 'before' });
  const alice = await person(t, 'alice');
  await alice.offline();
  // A form would not let them: an application that knows no rules.
  const { id } = await alice.company(bad);
  await alice.inApp((db, key) => db.companies.update(key, { email: 'no address', employees: -3 }), id);
  await alice.edit(good, { Phone: 'after' });
  await alice.online();
  await alice.page.getByText('One change was refused and is kept').first().waitFor();
  assert.equal((await companyNamed(good)).fields.phone, 'after');

  await alice.page.getByRole('link', { name: /^Refused/ }).click();
  await alice.heading('Refused changes');
  const listed = alice.page.getByRole('main').getByRole('listitem').filter({ hasText: bad });
  await listed.getByText('Some values break a rule').waitFor();
  await listed.getByText('E-mail', { exact: true }).waitFor();
  await listed.getByText('Employees', { exact: true }).waitFor();
  await alice.find(bad);
  await alice.page.getByRole('link', { name: bad }).getByText('Refused').waitFor();
  await alice.picture('refused-list');

  await alice.at('refused');
  await alice.page.getByRole('link', { name: `Fix ${bad}` }).click();
  const email = alice.page.getByLabel('E-mail');
  assert.equal(await email.inputValue(), 'no address');
  assert.equal(await email.getAttribute('aria-invalid'), 'true');
  await alice.page.getByText('Enter an e-mail address such as name@company.com.').waitFor();
  await alice.fill({ 'E-mail': 'new@example.com', Employees: '3' });
  await alice.heading(bad);
  await alice.synced();
  const { fields } = await companyNamed(bad);
  assert.deepEqual([fields.email, fields.employees], ['new@example.com', 3]);
});

test('a form says at once what the server would refuse, without a network, and offers what may be chosen', async (t) => {
  const name = unique('Nida Kopa');
  await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.openCompany(name);
  const { page } = alice;
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  const region = page.getByLabel(/^Region/);
  await region.waitFor(); // the form; for a list of texts nobody waits
  const regions = await region.locator('option').allInnerTexts();
  assert.deepEqual(regions, ['Choose…', 'EMEA'], 'alice may write nowhere else');
  await page.getByLabel('E-mail').fill('no address');
  await page.getByLabel('Employees').fill('-3');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('2 fields need your attention.').waitFor();
  await page.getByText('Enter an e-mail address such as name@company.com.').waitFor();
  await page.getByText('Enter 0 or more.').waitFor();
  assert.equal((await alice.pending()).total, 0);
  await alice.fill({ 'E-mail': 'new@example.com', Employees: '3' });
  await alice.heading(name);
  await alice.online();
  await alice.synced();
  assert.equal((await companyNamed(name)).fields.employees, 3);
});

test('a change that collides with another record can be discarded', async (t) => {
  const [first, second] = [unique('Riga Osta'), unique('Liepāja Osta')];
  const vatNumber = crypto.randomUUID().slice(0, 16);
  await addCompany('bob', { name: first, vatNumber });
  await addCompany('bob', { name: second });
  const alice = await person(t, 'alice');
  await alice.edit(second, { 'VAT number': vatNumber });
  await alice.sync();
  await alice.page.getByText('Another record already has such a value.').waitFor();
  await alice.page.getByRole('button', { name: 'Discard my change' }).click();
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Discard', exact: true }).click();
  await alice.synced();
  assert.equal((await alice.company(second)).vatNumber ?? null, null);
  assert.equal((await companyNamed(second)).fields.vatNumber ?? null, null);
});
