import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, companyNamed } from './api.js';
import { person, unique, until, useBrowser } from './world.js';

useBrowser();

test('what waits to be sent is listed as before and after, and each change can be discarded', async (t) => {
  const [kept, given] = [unique('Spiekeroog Hafen'), unique('Spiekeroog Watt')];
  await addCompany('bob', { name: kept, phone: 'before', employees: 12000 });
  await addCompany('bob', { name: given, phone: 'before' });
  const alice = await person(t, 'alice');
  await alice.shellKept(); // it is reloaded offline
  await alice.offline();
  await alice.edit(kept, { Phone: 'after', Employees: '13000' });
  await alice.edit(given, { Phone: 'not so' });
  await alice.strip().getByRole('link', { name: '2 to send' }).click();
  await alice.heading('Waiting to be sent');
  const row = (/** @type {string} */ name) =>
    alice.page.getByRole('main').getByRole('list').first().getByRole('listitem').filter({ hasText: name });
  await row(kept).getByText('before: before').waitFor();
  await row(kept).getByText('after: after').waitFor();
  await row(kept).getByText('after: 13,000').waitFor();
  await alice.picture('outbox');
  await row(given)
    .getByRole('button', { name: `Discard the change to ${given}` })
    .click();
  await alice.page.getByRole('dialog').getByRole('button', { name: 'Discard', exact: true }).click();
  await until('one waits', async () => (await alice.pending()).total === 1);
  assert.equal((await alice.company(given)).phone, 'before');

  await alice.page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Undo' }).click();
  await until('two wait', async () => (await alice.pending()).total === 2);
  await alice.page.reload();
  await alice.page
    .getByRole('button', { name: `Undo: ${given}` })
    .first()
    .click();
  await until('one waits', async () => (await alice.pending()).total === 1);
  await alice.online();
  await alice.synced();
  const [one, other] = [await companyNamed(kept), await companyNamed(given)];
  assert.deepEqual([one.fields.phone, one.fields.employees, other.fields.phone], ['after', 13000, 'before']);
});
