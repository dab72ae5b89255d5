import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { change, everything } from './api.js';
import { person, useBrowser } from './world.js';

useBrowser();

const file = new URL('../../../../shared/data/companies.csv', import.meta.url);
const skip = existsSync(file) ? false : 'the file of companies is not here';
/** Keeps the names and numbers of this run apart from those of others. */
const run = crypto.randomUUID().slice(0, 4);

test(
  '503 real companies entered offline by one, edited by two, are everywhere in all their fields',
  { skip },
  async (t) => {
    const rows = companies(readFileSync(file, 'utf8'));
    assert.equal(rows.length, 503);
    const [alice, bob] = [await person(t, 'alice'), await person(t, 'bob')];
    const forget = async () => {
      const { companies: all } = await everything();
      const deleted = rows.flatMap(({ id }) => (all.has(id) ? [{ id, version: all.get(id).version }] : []));
      await change('carol', { companies: { deleted } });
    };
    t.after(forget);

    await alice.offline();
    await alice.inApp((db, all) => db.companies.bulkAdd(all), rows);
    await alice.strip().getByText('503 to send').waitFor();
    await alice.online();
    await alice.synced();
    await bob.sync();

    // Two people: the first 290 hers, the last 203 his, ten in between changed by both at once.
    const ids = rows.map(({ id }) => id);
    await bob.offline();
    await alice.inApp(
      (db, own) => db.companies.where('id').anyOf(own).modify({ phone: 'by alice' }),
      ids.slice(0, 300),
    );
    await alice.sync();
    await alice.synced();
    await bob.inApp(
      (db, own) => db.companies.where('id').anyOf(own).modify({ email: 'by.bob@example.com' }),
      ids.slice(290),
    );
    await bob.online();
    await bob.page.getByText('10 conflicts wait for you').waitFor();
    const decided = await bob.inApp((db) => db.tidemark.resolveAll({ fields: {} }));
    assert.equal(decided, 10);
    await bob.sync();
    await bob.synced();
    await alice.sync();

    const expected = new Map(
      rows.map((row, i) => [
        row.id,
        { ...row, phone: i < 300 ? 'by alice' : null, email: i >= 290 ? 'by.bob@example.com' : null },
      ]),
    );
    const mine = (/** @type {any[]} */ records) =>
      new Map(records.filter(({ id }) => expected.has(id)).map((one) => [one.id, one]));
    const server = [...(await everything()).companies.values()].map(({ id, fields }) => ({ id, ...fields }));
    for (const [where, records] of /** @type {const} */ ([
      ['the server', server],
      ['alice', (await alice.everything()).companies],
      ['bob', (await bob.everything()).companies],
    ])) {
      const found = mine(records);
      assert.equal(found.size, 503, where);
      for (const [id, row] of expected) assert.deepEqual(found.get(id), row, `${row.name} at ${where}`);
    }

    await bob.find(`Berkshire Hathaway ${run}`);
    await bob.page.getByRole('status').getByText('1 company').waitFor();
    await bob.at('companies');
    await bob.page.getByRole('searchbox', { name: 'Search' }).fill(run);
    await bob.page.getByRole('status').getByText('60 of 503 companies').waitFor();
    await bob.page.getByRole('button', { name: 'Show more' }).click();
    await bob.page.getByRole('status').getByText('120 of 503 companies').waitFor();
  },
);

/**
 * @param {string} text the file
 * @returns {any[]} as records of the demo, in all its fields
 */
function companies(text) {
  const [head, ...lines] = text.trim().split(/\r?\n/).map(cells);
  return lines.map((line) => {
    const row = Object.fromEntries(head.map((name, i) => [name, line[i]]));
    const [city, ...rest] = row['Headquarters Location'].split(', ');
    return {
      id: crypto.randomUUID(),
      name: `${row.Security} ${run}`,
      vatNumber: `${run}-${row.Symbol}`,
      region: 'emea',
      phone: null,
      email: null,
      address: { street: null, city, postalCode: null, country: rest.join(', ') },
      employees: Number(row.CIK),
      annualRevenue: `${row.CIK}.50`,
      founded: `${row.Founded.slice(0, 4)}-01-01`,
      notes: `${row['GICS Sector']}: ${row['GICS Sub-Industry']}\nin the index since ${row['Date added']}`,
    };
  });
}

/** One line of comma-separated values, some in quotes. @param {string} line */
const cells = (line) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain,
  );
