import test from 'node:test';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unpackPage } from '../../../main/webapp/tidemark/pages/unpacker.js';
import { ModelServer } from '../model-server.js';
import { browser, rowsOf } from '../world.js';
import { calm, crashBefore, networkFailingAt } from '../faults.js';

/**
 * Random histories of three users, with faults. When edits stop and conflicts are resolved, all replicas and the
 * server agree, and no edit has disappeared: it is in the record's history or in a registered conflict. The generator
 * knows nothing of the client's ways; a failing history is printed with its seed and replays.
 */

const USERS = ['alice', 'bob', 'carol'];
const id = (n) => `c0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const OPTIONS = { changesPerPush: 2, page: 3, retry: { base: 1, max: 2, attempts: 1 } };
const COLLECTIONS = { url: '/api', collections: ['companies', 'contacts'], syncOnOnline: false, ...OPTIONS };

const who = fc.nat({ max: 2 });
const record = fc.integer({ min: 1, max: 5 });
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('edit'),
      who,
      record,
      field: fc.constantFrom('phone', 'notes', 'name'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete'), who, record }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move'), record }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('sync'), who }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('lose'),
      who,
      at: fc.integer({ min: 1, max: 4 }),
      what: fc.constantFrom('request', 'answer'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('crash'), who, at: fc.integer({ min: 1, max: 30 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('resolve'),
      who,
      choice: fc.constantFrom('client', 'server', 'merged'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('steward'), choice: fc.constantFrom('client', 'server') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('during'), who, record, at: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('backup', 'restore') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('purge') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reset'), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unpack'), who }) },
);

class World {
  constructor(gate) {
    this.server = new ModelServer({ gates: { companies: gate } });
    this.value = 0;
    /** The newest word of each user on a field, as long as nobody consciously gave it up. */
    this.words = new Map();
  }

  async open() {
    for (let n = 1; n <= 3; n++)
      this.server.write('bob', 'companies', id(n), { name: `n${n}`, region: 'emea' });
    this.names = USERS.map(() => `crm-${Math.random()}`);
    this.browsers = [];
    for (let n = 0; n < 3; n++) this.browsers.push(await this.start(n));
  }

  start(n) {
    return browser(this.server, USERS[n], { name: this.names[n], options: OPTIONS });
  }

  async take(one) {
    const db = this.browsers[one.who];
    const key = one.record && id(one.record);
    switch (one.do) {
      case 'edit': {
        const value = `${USERS[one.who]} ${++this.value}`;
        // In one transaction, since a page may be stored meanwhile.
        await db.transaction('rw', db.companies, async () => {
          if (await db.companies.get(key)) await db.companies.update(key, { [one.field]: value });
          else
            await db.companies.put({ id: key, name: `n${one.record}`, region: 'emea', [one.field]: value });
        });
        this.words.set(`${one.who} ${key} ${one.field}`, { key, field: one.field, value });
        return;
      }
      case 'delete':
        await db.companies.delete(key);
        return this.giveUp(one.who, key);
      case 'move': {
        const { region } = (await this.browsers[2].companies.get(key)) ?? {};
        if (region)
          await this.browsers[2].companies.update(key, { region: region === 'emea' ? 'apac' : 'emea' });
        return;
      }
      case 'lose': {
        const network = networkFailingAt(this.server.as(USERS[one.who]), one.at, one.what);
        db.tidemark.configure({ ...COLLECTIONS, fetch: network.fetch });
        await db.tidemark.sync();
        return db.tidemark.configure({ ...COLLECTIONS, fetch: this.server.as(USERS[one.who]) });
      }
      case 'during': {
        const meanwhile = () => this.take({ ...one, do: 'edit', field: 'phone' });
        const network = networkFailingAt(this.server.as(USERS[one.who]), one.at, 'late', meanwhile);
        db.tidemark.configure({ ...COLLECTIONS, fetch: network.fetch });
        await db.tidemark.sync();
        return db.tidemark.configure({ ...COLLECTIONS, fetch: this.server.as(USERS[one.who]) });
      }
      case 'backup':
        this.saved = this.server.snapshot();
        return;
      case 'restore':
        if (this.saved) this.server.restore(this.saved);
        return;
      case 'unpack':
        return unpackPage(db, 'companies');
      case 'crash':
        crashBefore(db, one.at);
        await db.tidemark.sync();
        calm(db);
        db.close();
        this.browsers[one.who] = await this.start(one.who);
        return;
      case 'resolve':
        for (const conflict of await db.tidemark.conflicts()) {
          if (conflict.resolution) continue;
          await db.tidemark.resolve(conflict.id, one.choice === 'merged' ? { fields: {} } : one.choice);
          if (one.choice !== 'client') this.giveUp(one.who, conflict.record);
        }
        return;
      case 'steward':
        for (const { id: conflict, collection, record: rec } of this.server.open()) {
          if (this.server.record(collection, rec)) this.server.resolve('carol', conflict, one.choice);
        }
        return;
      case 'purge':
        return this.server.purge('emea');
      case 'reset':
        for (const replica of this.server.replicas.values()) {
          if (replica.user === USERS[one.who]) replica.number += 1000;
        }
        return;
      default:
        await db.tidemark.sync();
    }
  }

  giveUp(n, key) {
    for (const field of ['phone', 'notes', 'name']) this.words.delete(`${n} ${key} ${field}`);
  }

  /** Edits stop; everybody syncs and decides until nothing is left to say. */
  async rest() {
    for (let round = 0; round < 12; round++) {
      let busy = 0;
      for (const [n, db] of this.browsers.entries()) {
        const report = await db.tidemark.sync();
        assert.ok(
          ['synced', 'conflicts', 'blocked'].includes(report.status),
          `${report.status}: ${report.reason}`,
        );
        busy += report.pushed + report.pulled + report.removed;
        for (const refused of await db.tidemark.rejected()) {
          await db.tidemark.discard(refused.collection, refused.id);
          this.giveUp(n, refused.id);
          busy += 1;
        }
        busy += await db.tidemark.resolveAll('client');
        busy += (await db.tidemark.pending()).total;
      }
      if (busy === 0 && round > 0) return;
    }
    throw new Error('no rest');
  }

  async check() {
    for (const [n, db] of this.browsers.entries()) {
      const readable = [...this.server.tables.get('companies')].filter(([, { scope }]) =>
        this.server.rights[USERS[n]].includes(scope),
      );
      const expected = readable
        .map(([key, { fields }]) => ({ ...fields, id: key }))
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      assert.deepEqual(await rowsOf(db), expected, `${USERS[n]} and the server agree`);
      assert.equal(await db.table('$tidemark_entries').count(), 0);
      assert.equal(await db.table('$tidemark_conflicts').count(), 0);
      assert.equal(await db.table('$tidemark_staging').count(), 0);
    }
    const conflicts = this.server.registered;
    for (const { key, field, value } of this.words.values()) {
      const inHistory = this.server.history.some(
        (state) => state.id === key && state.fields[field] === value,
      );
      const inConflict = conflicts.some(
        ({ record: rec, client }) => rec === key && client.fields?.[field] === value,
      );
      assert.ok(inHistory || inConflict, `${value} disappeared`);
    }
  }

  close() {
    for (const db of this.browsers) db.close();
  }
}

for (const gate of ['isolate', 'receive', 'block']) {
  test(`whatever happens, all end equal and no edit disappears (gate ${gate})`, async () => {
    const history = fc.array(step, { minLength: 5, maxLength: 40 });
    const property = fc.asyncProperty(history, async (steps) => {
      const world = new World(gate);
      await world.open();
      for (const one of steps) await world.take(one);
      await world.rest();
      await world.check();
      world.close();
    });
    const numRuns = Number(process.env.HISTORIES ?? 25);
    const seed = process.env.SEED ? { seed: Number(process.env.SEED), path: process.env.SEED_PATH } : {};
    await fc.assert(property, { numRuns, endOnFailure: process.env.SHRINK === undefined, ...seed });
  });
}
