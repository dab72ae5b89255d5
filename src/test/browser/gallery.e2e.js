/**
 * Makes the pictures of docs/screens.md. Only where TIDEMARK_SCREENS says so, and against a server on which nobody has
 * done anything yet: `npm run screens`.
 */
import { test } from 'node:test';
import { shoot } from './gallery/camera.js';
import { companies, found, push } from './gallery/firm.js';
import { newcomer, person, until, useBrowser } from './world.js';

const skip = !process.env.TIDEMARK_SCREENS && 'only where TIDEMARK_SCREENS is set';

if (!skip) useBrowser();

/** @typedef {import('./world.js').Person} Person */

const everyLook = /** @type {const} */ (['light', 'dark', 'phone', 'rtl']);

/** @type {Record<string, { id: string, version: number }>} */
let all = {};

test('the pictures of somebody who works', { skip }, async (t) => {
  all = await found();
  const alice = await newcomer(t, 'alice');
  const { page } = alice;
  await page.getByRole('button', { name: 'Continue as alice' }).waitFor();
  await shoot(alice, 'sign-in', { looks: [...everyLook] });
  await page.getByText('More people to be').click();
  await alice.signIn();
  await shoot(alice, 'welcome');
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await shoot(alice, 'companies', { looks: [...everyLook] });
  await alice.openCompany(companies.weser.name);
  await page.getByText('Last changed by bob').waitFor();
  await shoot(alice, 'company', { looks: [...everyLook] });
  await forms(alice);
  await alice.at('no-such-page');
  await alice.heading('This page does not exist');
  await shoot(alice, 'not-found');
  await strips(alice);
  await alice.at('conflicts');
  await page
    .getByText(/No conflicts|Nothing to decide/)
    .first()
    .waitFor();
  await shoot(alice, 'conflicts-none');

  await offlineWork(alice);
  await alice.strip().getByRole('switch', { name: 'Work offline' }).uncheck();
  await page.getByText('5 conflicts wait for you').waitFor();
  await until('one is refused', async () => (await alice.pending()).rejected === 1);
  await shoot(alice, 'strip-conflicts', { of: '#header' });
  await alice.at('companies');
  await page.getByRole('searchbox').fill('er');
  await page.getByRole('link', { name: companies.weser.name }).waitFor();
  await shoot(alice, 'companies-marks', { height: 1100 });
  await alice.openCompany(companies.weser.name);
  await shoot(alice, 'company-conflict');
  await alice.at('refused');
  await page.getByText('Some values break a rule').waitFor();
  await shoot(alice, 'refused', { looks: ['light', 'phone'] });
  await conflicts(alice);
  await speak(alice, 'de');
  await german(alice);
});

/** @param {Person} alice */
async function forms(alice) {
  const { page } = alice;
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByRole('button', { name: 'Save' }).waitFor();
  await shoot(alice, 'form', { looks: ['light', 'dark', 'phone'] });
  await page.getByLabel('E-mail').fill('no address');
  await page.getByLabel('Employees').fill('-3');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('2 fields need your attention').waitFor();
  await shoot(alice, 'form-error', { looks: ['light', 'phone'], focus: true });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await alice.openCompany(companies.amrum.name);
  await page.getByRole('link', { name: 'Edit', exact: true }).click();
  await page.getByLabel('Phone').fill('+49 4682 96');
  await page.getByRole('link', { name: 'Conflicts' }).first().click();
  await alice.heading('Conflicts');
  await page.goBack();
  await page.getByText('Draft restored').waitFor();
  await shoot(alice, 'form-draft');
}

/** How it stands with the server, in the strip of every page. @param {Person} alice */
async function strips(alice) {
  const { page } = alice;
  const strip = (/** @type {string} */ name) => shoot(alice, `strip-${name}`, { of: '#header' });
  await alice.at('companies');
  await alice.synced();
  await strip('in-step');
  let goOn = () => {};
  const held = new Promise((resolve) => (goOn = () => resolve(undefined)));
  await page.route('**/api/sync', (route) => held.then(() => route.continue()));
  await alice.edit(companies.lotsen.name, { Phone: '+49 4725 811' });
  await alice.strip().getByText('Sending 1').first().waitFor();
  await strip('sending');
  goOn();
  await alice.synced();
  await page.unroute('**/api/sync');
  await page.route('**/api/sync', (route) => route.abort());
  await alice.strip().getByRole('button', { name: 'Sync' }).click();
  await alice.strip().getByText('next try').waitFor();
  await strip('unreachable');
  await page.unroute('**/api/sync');
  const cookies = await alice.context.cookies();
  await alice.context.clearCookies();
  await alice.strip().getByRole('button', { name: 'Sync' }).click();
  await alice.strip().getByText('Sign in again').waitFor();
  await strip('signed-out');
  await alice.context.addCookies(cookies);
  await alice.strip().getByRole('button', { name: 'Sync' }).click();
  await alice.synced();
}

/** Without a network alice edits what bob edits too. @param {Person} alice */
async function offlineWork(alice) {
  const { page } = alice;
  const [edda] = [crypto.randomUUID()];
  const contact = {
    company: all.marstal.id,
    name: 'Edda Friis',
    role: 'Purchasing',
    phone: '+45 62 53 10 11',
  };
  const { applied } = await push('bob', { contacts: { added: [{ id: edda, fields: contact }] } });
  await until('the contact is here', () =>
    alice.inApp(async (db, id) => Boolean(await db.contacts.get(id)), edda),
  );
  await alice.strip().getByRole('switch', { name: 'Work offline' }).check();
  await alice.edit(companies.weser.name, {
    Phone: '+49 421 300 99',
    Notes: 'Prefers letters. Ask for Heike.',
    Employees: '530',
  });
  const notes = companies.saare.notes.replace('Ingrid', 'Marie').replace('seven', 'six');
  await alice.edit(companies.saare.name, { Notes: notes });
  await alice.edit(companies.haifa.name, { Phone: '+972 4 851 0222' });
  await alice.delete(companies.tejo.name);
  await alice.inApp((db, id) => db.contacts.update(id, { phone: '+45 62 53 10 19' }), edda);
  // A form would not let them: an application that knows no rules.
  await alice.inApp((db, id) => db.companies.update(id, { email: 'no address' }), all.atelier.id);
  await alice.at('outbox');
  await page.getByText('changes are safe on this device').waitFor();
  await shoot(alice, 'strip-working-offline', { of: '#header' });
  await shoot(alice, 'waiting', { looks: ['light', 'dark', 'phone'] });
  await alice.at('browser');
  await alice.heading('This device');
  await shoot(alice, 'device', { looks: ['light', 'phone'], height: 1100 });
  const modified = (/** @type {string} */ key, /** @type {any} */ fields) => ({ ...all[key], fields });
  await push('bob', {
    companies: {
      modified: [
        modified('weser', {
          phone: '+49 421 777 10',
          notes: 'Prefers letters. Contract extended to December.',
          address: { ...companies.weser.address, street: 'Schlachte 7' },
        }),
        modified('saare', {
          notes: companies.saare.notes.replace('Ingrid', 'Jens').replace('March', 'June'),
        }),
        modified('haifa', { phone: '+972 4 851 0300', notes: 'סגור בשבת.' }),
        modified('tejo', { phone: '+351 21 340 9000' }),
      ],
    },
    contacts: { modified: [{ id: edda, version: applied[0].version, fields: { phone: '+45 62 53 10 15' } }] },
  });
}

/** @param {Person} alice */
async function conflicts(alice) {
  const { page } = alice;
  await alice.at('conflicts');
  await page.getByText('5 of 5').waitFor();
  await shoot(alice, 'conflicts', { looks: [...everyLook] });
  await page.getByRole('checkbox', { name: 'Select all 5 shown' }).check();
  await page.getByRole('button', { name: 'Decide 5 selected' }).click();
  await page.getByRole('radio', { name: /my version where both changed/ }).check();
  await shoot(alice, 'conflicts-preview', { looks: ['light', 'dark', 'phone'], height: 1100 });
  await page.getByRole('button', { name: 'Cancel' }).click();
  await alice.openConflict(companies.weser.name);
  const question = page.getByRole('radiogroup', { name: /^Phone/ });
  await question.waitFor();
  await shoot(alice, 'conflict', { looks: ['light', 'dark', 'phone'] });
  await alice.openConflict(companies.haifa.name);
  await question.waitFor();
  await shoot(alice, 'conflict-hebrew', { looks: ['rtl'] });
  await alice.openConflict(companies.tejo.name);
  await page.getByRole('button', { name: 'Delete it anyway' }).waitFor();
  await shoot(alice, 'conflict-deletion', { looks: ['light', 'phone'] });
  await alice.openConflict(companies.saare.name);
  await page.getByRole('radiogroup', { name: /^Notes/ }).waitFor();
  await shoot(alice, 'conflict-long-text');
  await alice.openConflict('Edda Friis');
  await question.waitFor();
  await shoot(alice, 'conflict-contact');
}

/** As somebody who has chosen the language on the page of the device. @param {Person} someone @param {'de'} language */
async function speak(someone, language) {
  const { page } = someone;
  await page.evaluate(async (lang) => {
    localStorage.setItem('tidemark.language', lang);
    location.reload();
  }, language);
  await until('the language is spoken', () =>
    page.evaluate((lang) => document.documentElement.lang === lang, language).catch(() => false),
  );
  await someone.strip().getByText('Online').waitFor();
}

/** @param {Person} someone */
async function german(someone) {
  const { page } = someone;
  const heading = (/** @type {string} */ name) => page.getByRole('heading', { level: 1, name }).waitFor();
  await someone.at('companies');
  await heading('Firmen');
  await shoot(someone, 'companies-german');
  await someone.at('conflicts');
  await heading('Konflikte');
  await page.getByRole('main').getByRole('link', { name: companies.weser.name }).waitFor();
  await shoot(someone, 'conflicts-german');
  await page.getByRole('main').getByRole('link', { name: companies.weser.name }).click();
  await page.getByRole('radiogroup', { name: /^Telefon/ }).waitFor();
  await shoot(someone, 'conflict-german');
  await someone.at(`companies/${all.weser.id}/edit`);
  await page.getByRole('button', { name: 'Speichern' }).waitFor();
  await shoot(someone, 'form-german');
}

test('the pictures of the desk', { skip }, async (t) => {
  const carol = await person(t, 'carol');
  const { page } = carol;
  const link = (/** @type {string} */ name) => page.getByRole('main').getByRole('link', { name }).first();
  await carol.at('desk');
  await link(companies.weser.name).waitFor();
  await shoot(carol, 'desk', { looks: [...everyLook] });
  await link(companies.weser.name).click();
  await page.getByRole('radiogroup', { name: /^Phone/ }).waitFor();
  await shoot(carol, 'desk-decision', { looks: ['light', 'phone'], height: 1100 });
  await carol.at('register');
  await link('Trondheim Kran AS').waitFor();
  await shoot(carol, 'register', { looks: ['light', 'dark', 'phone'] });
  await link('Trondheim Kran AS').click();
  await page.getByRole('button', { name: 'Open again' }).waitFor();
  await shoot(carol, 'register-conflict');
  await page.getByRole('link', { name: 'History' }).first().click();
  await page.getByText(/Last changed by/).waitFor();
  await shoot(carol, 'history');
  await carol.at('devices');
  await page.getByRole('button', { name: 'End access' }).first().waitFor();
  await shoot(carol, 'devices', { looks: ['light', 'phone'] });
  await carol.at('statistics');
  await page
    .getByText(/per thousand/)
    .first()
    .waitFor();
  await until('the charts are drawn', () =>
    page.evaluate(() => [...document.querySelectorAll('canvas')].every(({ style }) => style.height !== '')),
  );
  await shoot(carol, 'statistics', { looks: ['light', 'dark', 'phone'], height: 1400 });
  await carol.at('rules');
  await page.getByRole('button', { name: 'Try it on past conflicts' }).first().click();
  await page.getByRole('table').waitFor();
  await shoot(carol, 'rules', { height: 1100 });
  await speak(carol, 'de');
  await carol.at('desk');
  await page.getByRole('main').getByRole('link', { name: companies.weser.name }).waitFor();
  await shoot(carol, 'desk-german');

  const bob = await person(t, 'bob');
  await bob.at('lost');
  await bob.page.getByRole('listitem').first().waitFor();
  await shoot(bob, 'lost');
});

test('the pictures of the first steps', { skip }, async (t) => {
  const dave = await newcomer(t, 'dave');
  const { page } = dave;
  await page.getByText('More people to be').click();
  await page.getByRole('button', { name: 'Continue as dave' }).click();
  await dave.heading('Companies');
  await dave.synced();
  await page.getByRole('button', { name: 'Show me a conflict' }).click();
  const tour = page.getByRole('region', { name: 'A conflict, step by step' });
  await tour.getByText('Step 1 of 4').waitFor();
  await shoot(dave, 'tour-edit');
  await page.getByLabel('Phone').fill('+81 138 22 0101');
  await page.getByRole('button', { name: 'Save' }).click();
  await tour.getByRole('button', { name: 'Go online' }).click();
  await tour.getByRole('link', { name: 'Compare and decide' }).waitFor();
  await shoot(dave, 'tour-decide', { looks: ['light', 'phone'] });
});
