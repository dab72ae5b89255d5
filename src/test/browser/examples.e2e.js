import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { build } from 'esbuild';
import { addCompany, change, companyNamed, everything, settle } from './api.js';
import { openContext, server, unique, until, useBrowser } from './world.js';

useBrowser();

const examples = new URL('../examples/', import.meta.url);
const plain = await readFile(new URL('plain.html', examples), 'utf8');

/** The page that a bundler makes of the example: React is in it, what the server serves is not. */
async function react() {
  const { outputFiles } = await build({
    entryPoints: [new URL('react.jsx', examples).pathname],
    ...{ bundle: true, write: false, format: 'esm', target: 'es2022', jsx: 'automatic' },
    external: ['dexie', '@tidemark/*'],
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const imports = plain.match(/<script type="importmap">[^]*?<\/script>/)?.[0];
  return `<!doctype html><html lang="en"><title>Companies</title>${imports}<div id="root"></div>
    <script type="module">${outputFiles[0]?.text}</script></html>`;
}

for (const [name, page] of Object.entries({ 'plain HTML': async () => plain, React: react }))
  test(`the example in ${name} shows how it stands, and a conflict from the list to the decision`, async (t) => {
    const company = unique('Svendborg Værft');
    const id = await addCompany('bob', { name: company, phone: 'before' });
    t.after(() => settle(id));
    const { context, tab } = await openContext(t);
    await context.request.post(`${server}/sign-in`, { data: { user: 'alice', password: 'alice' } });
    const body = await page();
    await tab.route('**/example.html', (route) => route.fulfill({ contentType: 'text/html', body }));
    await tab.goto(`${server}/example.html`);
    await tab.getByText('All sent').waitFor();
    await until('the company is here', () =>
      tab.evaluate(async (key) => Boolean(await globalThis.db?.companies.get(key)), id),
    );

    await context.setOffline(true);
    await tab.getByText('Offline').waitFor();
    await tab.evaluate((key) => globalThis.db.companies.update(key, { phone: 'mine' }), id);
    await tab.getByText('1 to send').waitFor();
    const { version } = (await everything()).companies.get(id);
    await change('bob', { companies: { modified: [{ id, version, fields: { phone: 'his' } }] } });
    await context.setOffline(false);
    await tab.getByText('1 conflict to decide').waitFor();
    await tab.getByRole('button', { name: company }).click();
    await tab
      .getByRole('radiogroup', { name: /^Phone/ })
      .getByRole('radio', { name: /bob’s version/ })
      .check();
    await tab.getByRole('button', { name: 'Keep both people’s changes' }).click();
    await tab.getByText('All sent').waitFor();
    await until('it is decided', async () => (await tab.getByText('No conflicts.').count()) === 1);
    assert.equal((await companyNamed(company)).fields.phone, 'his');
  });

test('an element that an application gives another conflict carries nothing over to it', async (t) => {
  const { tab } = await openContext(t);
  await tab.goto(`${server}/`);
  const seen = await tab.evaluate(async () => {
    await import(/** @type {any} */ (new URL('components/index.js', document.baseURI).href));
    const conflict = (/** @type {string} */ id, /** @type {string} */ phone) => ({
      ...{ id, collection: 'companies', record: id, kind: 'modified-modified', detectedAt: '' },
      base: { fields: { phone: 'before' } },
      client: { fields: { phone } },
      server: { version: 2, modifiedBy: 'bob', fields: { phone: 'his' } },
    });
    /** @type {any} */
    const element = document.createElement('tidemark-conflict');
    const told = [];
    element.decide = async (/** @type {any} */ shown, /** @type {any} */ choice) => {
      told.push([shown.id, choice]);
      return true;
    };
    element.conflict = conflict('one', 'mine');
    document.body.append(element);
    await element.updateComplete;
    element.pick('phone', { text: 'own words' });
    await element.updateComplete;
    // Taken off the page and put back: what was chosen stays.
    element.remove();
    document.body.append(element);
    await element.updateComplete;
    const kept = element.picks.size;
    element.conflict = conflict('other', 'mine too');
    await element.updateComplete;
    const moved = element.hasMoved;
    element.keepBoth();
    await element.updateComplete;
    const { trouble } = element;
    element.pick('phone', { side: 'client' });
    element.keepBoth();
    await element.updateComplete;

    /** @type {any} */
    const list = document.createElement('tidemark-conflicts');
    list.conflicts = [conflict('one', 'mine')];
    list.decide = element.decide;
    document.body.append(list);
    await list.updateComplete;
    list.openConflict('one');
    await list.updateComplete;
    // Somebody else has decided it meanwhile.
    list.conflicts = [];
    await list.updateComplete;
    const settled = list.shadowRoot.querySelector('.settled')?.textContent.trim() ?? '';
    return { kept, moved, trouble, told, settled };
  });
  assert.equal(seen.kept, 1);
  assert.equal(seen.moved, false, 'nothing has changed: it is another one');
  assert.match(seen.trouble, /phone/i, 'it is asked anew');
  assert.deepEqual(seen.told, [['other', { fields: { phone: 'mine too' } }]]);
  assert.notEqual(seen.settled, '');
});
