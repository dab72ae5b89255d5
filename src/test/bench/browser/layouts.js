import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { device } from './device.js';

/* global Dexie -- in the page */

/**
 * ADR 16: two layouts of a local store side by side, without Tidemark: one row for each record, or pages of a thousand records kept as
 * they came, with sorted indexes beside them. Prints milliseconds, medians of the turns: node layouts.js [<turns> [<count> …]]
 */

const DEXIE = new URL('../../../../node_modules/dexie/dist/modern/dexie.mjs', import.meta.url);
const [turns = '3', ...counts] = process.argv.slice(2);
const COUNTS = counts.length > 0 ? counts.map(Number) : [1_000, 10_000, 100_000];

const server = createServer((request, response) => {
  response.setHeader('Content-Type', request.url === '/dexie.mjs' ? 'text/javascript' : 'text/html');
  response.end(request.url === '/dexie.mjs' ? readFileSync(DEXIE) : '');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
try {
  for (const count of COUNTS) {
    /** @type {Record<string, Record<string, number[]>>} */
    const taken = { rows: {}, pages: {} };
    for (let turn = 0; turn < Number(turns); turn++) {
      for (const layout of turn % 2 ? ['pages', 'rows'] : ['rows', 'pages']) {
        const times = await inNewBrowser(layout, count);
        for (const [step, ms] of Object.entries(times)) (taken[layout][step] ??= []).push(ms);
      }
    }
    for (const step of Object.keys(taken.rows)) {
      const [rows, pages] = [median(taken.rows[step]), median(taken.pages[step])];
      console.log(`${count}\t${step.padEnd(34)}\trows ${rows}\tpages ${pages}\t${(rows / pages).toFixed(2)}`);
    }
  }
} finally {
  server.close();
}

/** @param {number[]} values */
function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

/**
 * @param {string} layout
 * @param {number} count
 * @returns {Promise<Record<string, number>>}
 */
async function inNewBrowser(layout, count) {
  const { page, close } = await device({ url: `http://127.0.0.1:${port}`, folder: tmpdir() });
  try {
    await page.evaluate(async () => Object.assign(globalThis, await import('/dexie.mjs')));
    await page.evaluate(define);
    return await page.evaluate(([layout, count]) => globalThis.measure(layout, count), [layout, count]);
  } finally {
    await close();
  }
}

/** Runs in the page, and stands alone. */
function define() {
  const PAGE = 1000;
  /** What a page costs to read again is saved for so many: 8,000 records in memory. */
  const KEPT = 8;

  /** Each row is a value of IndexedDB; the indexes are its own. */
  class Rows {
    async open() {
      this.db = new Dexie('rows');
      this.db.version(1).stores({ companies: 'id, name, region' });
      await this.db.open();
    }
    fill = (records) => this.db.companies.bulkPut(records);
    count = (region) => this.db.companies.where('region').equals(region).count();
    get = (id) => this.db.companies.get(id);
    startsWith = (prefix) => this.db.companies.where('name').startsWith(prefix).toArray();
    all = () => this.db.companies.toArray();
    edit = (records) => this.db.companies.bulkPut(records);
    close = () => this.db.close();
  }

  /** A thousand records are a value, an index is another; what was changed since is a row of its own, looked at first. */
  class Pages {
    async open() {
      this.db = new Dexie('pages');
      this.db.version(1).stores({ pages: 'seq', indexes: 'name', changed: 'id' });
      await this.db.open();
      this.indexes = new Map();
      this.kept = new Map();
    }
    async fill(records) {
      const { db } = this;
      await db.transaction('rw', db.pages, db.indexes, async () => {
        for (let at = 0; at < records.length; at += PAGE)
          await db.pages.put({ seq: at / PAGE, records: records.slice(at, at + PAGE) });
        for (const name of ['id', 'name', 'region']) {
          const order = Uint32Array.from(records.keys());
          const keys = records.map((record) => record[name]);
          order.sort((a, b) => (keys[a] < keys[b] ? -1 : keys[a] > keys[b] ? 1 : a - b));
          await db.indexes.put({ name, order, keys: Array.from(order, (i) => keys[i]) });
        }
      });
    }
    async index(name) {
      if (!this.indexes.has(name)) this.indexes.set(name, await this.db.indexes.get(name));
      return this.indexes.get(name);
    }
    lower(keys, key) {
      let [from, to] = [0, keys.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (keys[middle] < key) from = middle + 1;
        else to = middle;
      }
      return from;
    }
    async page(seq) {
      let page = this.kept.get(seq);
      this.kept.delete(seq);
      page ??= (await this.db.pages.get(seq)).records;
      this.kept.set(seq, page);
      if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
      return page;
    }
    async records(places) {
      const found = new Array(places.length);
      const byPage = places.map((place, i) => [place, i]).sort(([a], [b]) => a - b);
      for (const [place, i] of byPage) found[i] = (await this.page(Math.floor(place / PAGE)))[place % PAGE];
      const changed = await this.db.changed.bulkGet(found.map(({ id }) => id));
      return found.map((record, i) => changed[i] ?? record);
    }
    async count(region) {
      const { keys } = await this.index('region');
      const changed = await this.db.changed.toArray();
      const left = changed.filter((one) => one.region !== region).length;
      return this.lower(keys, `${region}\uffff`) - this.lower(keys, region) - left;
    }
    async get(id) {
      const changed = await this.db.changed.get(id);
      if (changed) return changed;
      const { keys, order } = await this.index('id');
      return (await this.records([order[this.lower(keys, id)]]))[0];
    }
    async startsWith(prefix) {
      const { keys, order } = await this.index('name');
      return this.records([...order.slice(this.lower(keys, prefix), this.lower(keys, `${prefix}\uffff`))]);
    }
    async all() {
      const pages = await this.db.pages.toArray();
      const changed = new Map((await this.db.changed.toArray()).map((one) => [one.id, one]));
      return pages.flatMap(({ records }) => records).map((record) => changed.get(record.id) ?? record);
    }
    edit = (records) => this.db.changed.bulkPut(records);
    close = () => this.db.close();
  }

  const WORDS = 'Nordic Harbour Quay Tidal Beacon Compass Anchor Delta Mariner Channel Lagoon Estuary'.split(
    ' ',
  );
  const word = (n) => WORDS[((n * 2654435761) % 4294967296) % WORDS.length];

  function company(number) {
    const random = (salt) => (((number + 1) * 2654435761 + salt * 40503) >>> 0).toString(16).padStart(8, '0');
    return {
      id: `${random(1)}-${random(2).slice(4)}-4000-8000-${random(3)}${random(4).slice(4)}`,
      name: `${word(number)} ${word(number + 7)} ${number}`,
      vatNumber: `NO${random(5)}`,
      region: 'emea',
      phone: `+47 ${random(6)}`,
      email: `office@${random(7)}.example`,
      address: { street: `Quay ${number % 90}`, city: 'Bergen', postalCode: '5003', country: 'NO' },
      employees: number % 5000,
      annualRevenue: `${number}.25`,
      founded: '1987-04-01',
      notes: `${word(number + 1)} ${word(number + 2)} ${word(number + 3)} `.repeat(5),
    };
  }

  globalThis.measure = async (layout, count) => {
    const records = Array.from({ length: count }, (_, number) => company(number));
    const times = {};
    const timed = async (step, work) => {
      const start = performance.now();
      const result = await work();
      times[step] = Math.round((performance.now() - start) * 10) / 10;
      return result;
    };
    const check = (found, expected) => {
      if (found !== expected) throw new Error(`${found} of ${expected}`);
    };
    const some = Array.from({ length: 100 }, (_, i) => records[Math.floor((i * count) / 100)]);
    let store = layout === 'rows' ? new Rows() : new Pages();
    await store.open();
    await timed('fill, until a query finds it', async () => {
      await store.fill(records);
      check(await store.count('emea'), count);
    });
    store.close();
    store = layout === 'rows' ? new Rows() : new Pages();
    await timed('open, and get one', async () => {
      await store.open();
      check((await store.get(some[50].id)).name, some[50].name);
    });
    await timed('get 100, one by one', async () => {
      for (const { id, name } of some) check((await store.get(id)).name, name);
    });
    const prefix = `${WORDS[0]} `;
    const expected = records.filter(({ name }) => name.startsWith(prefix)).length;
    await timed('a twelfth, by an index', async () =>
      check((await store.startsWith(prefix)).length, expected),
    );
    await timed('ten, by an index', async () => {
      const { name } = some[30];
      check((await store.startsWith(name.slice(0, -1))).length > 0, true);
    });
    await timed('edit 100', () => store.edit(some.map((one) => ({ ...one, phone: 'new' }))));
    await timed('get 100 after the edit', async () => {
      for (const { id } of some) check((await store.get(id)).phone, 'new');
    });
    await timed('all', async () => check((await store.all()).length, count));
    store.close();
    return times;
  };
}
