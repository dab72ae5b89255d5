import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { addCompany, change, everything, settle } from './api.js';
import { newcomer, person, unique, useBrowser } from './world.js';

useBrowser();

const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const sizes = { phone: { width: 360, height: 740 }, desktop: { width: 1280, height: 800 } };

/**
 * Looks at the page as it is, on a phone and a desktop, light and dark: no violation of accessibility, nothing wider
 * than the screen, no target too small for a finger; and takes the pictures.
 *
 * @param {import('./world.js').Person} someone
 * @param {string} name
 */
async function look(someone, name) {
  const { page } = someone;
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const where = `${name}-${size}-${colorScheme}`;
      await someone.picture(where);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= viewport.width, `${where} fits`);
      assert.deepEqual(await page.evaluate(smallTargets), [], `${where}: every target has 44 px`);
      // Each size and each scheme once: the two do not depend on each other, and axe takes its time.
      if ((size === 'phone') === (colorScheme === 'light'))
        assert.deepEqual(await violations(page), [], where);
    }
  }
  await page.setViewportSize(sizes.desktop);
}

/** @param {import('playwright-core').Page} page */
async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());
  const places = (/** @type {any[]} */ nodes) => nodes.map(({ html }) => html);
  return found.violations.map((/** @type {any} */ { id, nodes }) => [id, ...places(nodes)]);
}

/** Runs in the page, the components' shadow trees included. Links within a sentence are exempt, as in WCAG 2.5.8. */
function smallTargets() {
  const within = (/** @type {ParentNode} */ root) => [
    ...root.querySelectorAll('a, button, input, select, textarea, summary'),
    ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) => (shadowRoot ? within(shadowRoot) : [])),
  ];
  return within(document).flatMap((target) => {
    const reach = target.closest('label') ?? target;
    const { width, height } = reach.getBoundingClientRect();
    const outside = !width || target.closest('.skip, .unseen, [hidden]') || target.matches(':disabled');
    return outside || (height >= 44 && width >= 44)
      ? []
      : [`${target.outerHTML.slice(0, 80)} ${width}×${height}`];
  });
}

test('before signing in', async (t) => {
  const someone = await newcomer(t, 'alice');
  await look(someone, 'sign-in');
  await someone.page.getByText('More people to be').click();
  await someone.page.getByLabel('Name', { exact: true }).fill('alice');
  await someone.page.getByLabel('Password').fill('wrong');
  await someone.page.getByRole('button', { name: 'Sign in' }).click();
  await someone.page.getByRole('alert').getByText('do not match').waitFor();
  await look(someone, 'sign-in-refused');
  for (const [status, words] of [
    [503, 'The server is busy. Try again in 2 seconds.'],
    [429, 'Too many wrong passwords. Try again in 2 seconds.'],
  ]) {
    await someone.page.route('**/sign-in', (route) =>
      route.fulfill({ status: Number(status), headers: { 'Retry-After': '2' } }),
    );
    await someone.page.getByRole('button', { name: 'Sign in' }).click();
    await someone.page.getByRole('alert').getByText(String(words)).waitFor();
  }
});

test('companies, contacts and their forms', async (t) => {
  const name = unique('Fjord Maritime AS');
  const company = await addCompany('bob', {
    name,
    vatNumber: crypto.randomUUID().slice(0, 12),
    phone: '+47 22 41 00 10',
    email: 'post@fjord-maritime.example',
    address: { street: 'Strandgaten 12', postalCode: '5013', city: 'Bergen', country: 'Norway' },
    employees: 240,
    annualRevenue: '58200000.00',
    founded: '1968-05-02',
    notes: 'Framework contract runs until March.',
  });
  const contact = {
    company,
    name: 'Ingrid Solberg',
    role: 'Purchasing',
    phone: '+47 22 41 00 12',
    email: 'ingrid@example.com',
  };
  await change('bob', { contacts: { added: [{ id: crypto.randomUUID(), fields: contact }] } });
  const alice = await person(t, 'alice');
  const { page } = alice;
  await look(alice, 'companies-first-sight');
  await page.getByRole('button', { name: 'Show me a conflict' }).waitFor();
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await look(alice, 'companies');
  await alice.find('no such company');
  await page.getByText('No company matches').waitFor();
  await look(alice, 'companies-none');

  await alice.openCompany(name);
  await look(alice, 'company');
  await page.getByRole('button', { name: 'Edit Ingrid Solberg' }).click();
  await look(alice, 'contact-edit');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await look(alice, 'company-delete');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByLabel('Name').fill('');
  await page.getByLabel('Employees').fill('many');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('2 fields need your attention').waitFor();
  await look(alice, 'company-edit-wrong');
  // What was typed would come back as a draft.
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: 'Edit', exact: true }).waitFor();

  await alice.offline();
  await alice.edit(name, { Phone: '+47 22 41 00 99' });
  await look(alice, 'company-pending-offline');
  await alice.find(name);
  await look(alice, 'companies-pending-offline');
  await alice.at('outbox');
  await alice.heading('Waiting to be sent');
  await look(alice, 'outbox');
  await alice.at('browser');
  await look(alice, 'browser');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await look(alice, 'browser-sign-out');
  await page.keyboard.press('Escape');
  await alice.context.clearCookies();
  await alice.online();
  await page.getByRole('button', { name: 'Sign in again' }).first().click();
  await look(alice, 'signed-out');
});

test('conflicts, refusals and the desk', async (t) => {
  const names = {
    both: unique('Weserkontor GmbH'),
    deleted: unique('Tejo Conservas Lda'),
    bad: unique('Atelier Delacroix'),
  };
  const address = { street: 'Am Wall 101', postalCode: '28195', city: 'Bremen', country: 'Germany' };
  const fields = {
    phone: '+49 421 300 80',
    email: 'kontor@weser.example',
    address,
    employees: 512,
    notes: 'Prefers letters.',
  };
  const both = await addCompany('bob', { name: names.both, ...fields });
  const deleted = await addCompany('bob', { name: names.deleted, ...fields });
  await addCompany('bob', { name: names.bad, ...fields });
  t.after(() => Promise.all([both, deleted].map(settle)));
  const alice = await person(t, 'alice');
  const { page } = alice;
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await alice.at('conflicts');
  await look(alice, 'conflicts-none');
  await alice.at('refused');
  await look(alice, 'refused-none');
  await alice.offline();
  await alice.edit(names.both, {
    Phone: '+49 421 300 99',
    Notes: 'Prefers letters. Ask for Heike.',
    Employees: '530',
  });
  await alice.delete(names.deleted);
  // A form would not let them: an application that knows no rules.
  const { id: bad } = await alice.company(names.bad);
  await alice.inApp((db, id) => db.companies.update(id, { email: 'no address', employees: -1 }), bad);
  const { companies } = await everything();
  const based = (/** @type {string} */ id, /** @type {any} */ values) => ({
    id,
    version: companies.get(id).version,
    fields: values,
  });
  await change('bob', {
    companies: {
      modified: [
        based(both, {
          phone: '+49 421 777 10',
          notes: 'Contract extended to December.',
          address: { ...address, street: 'Schlachte 7' },
        }),
        based(deleted, { phone: '+351 21 340 9000' }),
      ],
    },
  });
  await alice.online();
  await page.getByText('2 conflicts wait for you').waitFor();
  await alice.at('companies');
  await page.getByRole('searchbox').fill(names.both.split(' ')[0]);
  await look(alice, 'companies-conflict');
  await alice.openCompany(names.both);
  await look(alice, 'company-conflict');
  await alice.at('refused');
  await page.getByText('Some values break a rule').waitFor();
  await look(alice, 'refused');
  await page.getByRole('link', { name: `Fix ${names.bad}` }).click();
  await page.getByText('Enter an e-mail address such as').first().waitFor();
  await look(alice, 'company-edit-refused');

  await alice.openConflict(names.deleted);
  await look(alice, 'conflict-deletion');
  await alice.openConflict(names.both);
  await look(alice, 'conflict');
  await page.getByRole('button', { name: 'Keep both people’s changes' }).click();
  await page.getByRole('alert').getByText('Choose a version').waitFor();
  await look(alice, 'conflict-undecided');
  await page
    .getByRole('radiogroup', { name: /^Phone/ })
    .getByRole('radio', { name: /Your version/ })
    .check();
  const notes = page.getByRole('radiogroup', { name: /^Notes/ });
  await notes.getByRole('radio', { name: 'Something else' }).check();
  await notes.getByRole('textbox').fill('Prefers letters; extended to December.');
  await look(alice, 'conflict-chosen');
  await alice.offline();
  await page.getByRole('button', { name: 'Keep both people’s changes' }).click();
  await alice.heading(names.deleted);
  await alice.at('conflicts');
  await page.getByRole('button', { name: 'Undo' }).first().waitFor();
  await look(alice, 'conflicts');

  const carol = await person(t, 'carol');
  await carol.at('desk');
  await carol.page.getByRole('main').getByRole('link', { name: names.both }).waitFor();
  await look(carol, 'desk');
  for (const page of ['register', 'devices', 'rules']) {
    await carol.at(page);
    await carol.page
      .getByRole('table')
      .or(carol.page.getByRole('heading', { level: 2 }))
      // Where nobody has decided anything yet, the register has no table.
      .or(carol.page.locator('main .summary'))
      .first()
      .waitFor();
    await look(carol, `desk-${page}`);
  }
  await carol.at(`history/companies/${both}`);
  await carol.page.getByText(/Last changed by bob/).waitFor();
  await look(carol, 'desk-history');
  await carol.at('lost');
  await carol.page.getByRole('heading', { level: 1 }).waitFor();
  await look(carol, 'lost');
  await carol.at('statistics');
  await carol.page.getByText(/conflicts? per thousand/).waitFor();
  await look(carol, 'desk-statistics');
  await carol.at('desk');
  await carol.page.getByRole('main').getByRole('link', { name: names.both }).click();
  await carol.heading(names.both);
  await look(carol, 'desk-conflict');
  await carol.offline();
  await carol.at('desk');
  await carol.page.getByText('The server cannot be reached').waitFor();
  await look(carol, 'desk-offline');
});

test('the keyboard alone: skip link, focus after a move, dialogs that give the focus back, a conflict by arrow keys', async (t) => {
  const name = unique('Tórshavn Bryggja');
  const id = await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  const { page } = alice;
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  await page.reload();
  await alice.heading('Companies');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Skip to the content');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'main');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'Add company');

  await (await alice.find(name)).press('Enter');
  await alice.heading(name);
  assert.equal(await focused(), name, 'after a move the heading has the focus');
  await page.getByRole('button', { name: 'Delete', exact: true }).press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await focused(), 'Delete');

  await alice.offline();
  await alice.edit(name, { Phone: 'mine' });
  const { version } = (await everything()).companies.get(id);
  await change('bob', { companies: { modified: [{ id, version, fields: { phone: 'his' } }] } });
  await alice.online();
  await page.getByText('One conflict waits for you').waitFor();
  await alice.openConflict(name);
  await page.getByRole('radio', { name: /Before/ }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.ok(await page.getByRole('radio', { name: /bob’s version.*his/ }).isChecked());
  await page.getByRole('button', { name: 'Keep both people’s changes' }).press('Enter');
  await alice.heading('Conflicts');
  await alice.synced();
});

test('the page allows exactly the inline script that it has', async (t) => {
  const { page } = await newcomer(t, 'alice');
  const { policy, script } = await page.evaluate(() => ({
    policy: document.querySelector('meta[http-equiv=Content-Security-Policy]')?.getAttribute('content') ?? '',
    script: document.querySelector('script[type=importmap]')?.textContent ?? '',
  }));
  assert.ok(policy.includes(`'sha256-${createHash('sha256').update(script).digest('base64')}'`));
  assert.ok(!policy.includes('unsafe'));
});
