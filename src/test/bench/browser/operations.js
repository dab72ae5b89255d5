/**
 * What an application does with a collection right after its first synchronisation; each operation so often that a
 * median can be told. Runs in a page, and stands alone: operations(db, Dexie) for a table `companies` with the indexes
 * name and region, and perhaps [region+employees] and *tags.
 */
export function define() {
  const TURNS = 7;
  const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

  globalThis.operations = async (db, { liveQuery }) => {
    const { companies } = db;
    const times = {};
    const timed = async (step, work, turns = TURNS) => {
      const taken = [];
      for (let turn = 0; turn < turns; turn++) {
        const start = performance.now();
        await work(turn);
        taken.push(performance.now() - start);
      }
      times[step] = Math.round(median(taken) * 100) / 100;
    };
    const check = (is, what) => {
      if (!is) throw new Error(`${what}: not as expected`);
    };
    const has = (index) => companies.schema.indexes.some(({ name, keyPath }) => (name || keyPath) === index);

    // The first of each kind may read what the others then find in memory: a time of its own.
    const first = async (step, work) => timed(`first time: ${step}`, work, 1);
    let ids;
    await first('primaryKeys of all', async () => (ids = await companies.toCollection().primaryKeys()));
    const count = ids.length;
    const at = (turn, i = 0, of = 1) => ids[Math.floor(((i + turn / TURNS) * count) / of + 7 * turn) % count];
    const hundred = (turn) => Array.from({ length: 100 }, (_, i) => at(turn, i, 100));
    const one = await companies.get(at(3));
    const word = one.name.split(' ')[0];
    await first('by an index, limit 20', () => companies.where('name').startsWith(word).limit(20).toArray());

    await timed('get', async (turn) => check(await companies.get(at(turn)), 'get'));
    await timed('bulkGet of 100', async (turn) => {
      const found = await companies.bulkGet(hundred(turn));
      check(found.every(Boolean), 'bulkGet');
    });
    const names = (await companies.bulkGet(hundred(5))).map(({ name }) => name);
    await timed('equals, one', (turn) => companies.where('name').equals(names[turn]).toArray());
    await timed('anyOf 20', (turn) =>
      companies
        .where('name')
        .anyOf(names.slice(turn, turn + 20))
        .toArray(),
    );
    await timed('startsWith, limit 20', () => companies.where('name').startsWith(word).limit(20).toArray());
    await timed('startsWith, a twelfth', () => companies.where('name').startsWith(word).toArray(), 3);
    await timed('between, ids', async (turn) => {
      const low = Math.floor((count * turn) / TURNS / 2);
      const found = await companies
        .where('id')
        .between(ids[low], ids[low + 50])
        .toArray();
      check(found.length === 50, 'between');
    });
    await timed(
      'filter, of a range',
      () =>
        companies
          .where('name')
          .startsWith(word)
          .filter((c) => c.phone)
          .count(),
      3,
    );
    await timed('filter, of all', () => companies.filter(({ phone }) => phone.endsWith('1')).toArray(), 3);
    await timed('orderBy, limit 20', () => companies.orderBy('name').limit(20).toArray());
    await timed('orderBy, last 20', () => companies.orderBy('name').reverse().limit(20).toArray());
    await timed('offset 100, limit 20', () => companies.orderBy('name').offset(100).limit(20).toArray());
    await timed('offset of half, limit 20', () =>
      companies
        .orderBy('name')
        .offset(count / 2)
        .limit(20)
        .toArray(),
    );
    await timed('first', () => companies.orderBy('name').first());
    await timed('last', () => companies.orderBy('name').last());
    await timed('count', () => companies.count());
    await timed('count, by an index', () => companies.where('name').startsWith(word).count());
    await timed('primaryKeys of all', () => companies.toCollection().primaryKeys(), 3);
    await timed('uniqueKeys', () => companies.orderBy('region').uniqueKeys(), 3);
    await timed('toArray of all', () => companies.toArray(), 3);
    await timed(
      'each',
      async () => {
        let seen = 0;
        await companies.each(() => seen++);
        check(seen === count, 'each');
      },
      3,
    );
    await timed(
      'each, by an index',
      async () => {
        let seen = 0;
        await companies.orderBy('name').each(() => seen++);
        check(seen === count, 'each');
      },
      3,
    );
    if (has('[region+employees]'))
      await timed('compound index', (turn) =>
        companies
          .where('[region+employees]')
          .between(['emea', turn * 10], ['emea', turn * 10 + 5])
          .toArray(),
      );
    if (has('tags'))
      await timed('multiEntry index', (turn) =>
        companies.where('tags').equals(`t${turn}`).limit(50).toArray(),
      );

    const edited = (turn) => hundred(turn + 0.3);
    await timed('update of 1', (turn) => companies.update(at(turn + 0.1), { phone: 'x' }));
    await timed(
      '100 edits, one by one',
      async (turn) => {
        for (const id of edited(turn)) check(await companies.update(id, { phone: `a${turn}` }), 'update');
      },
      3,
    );
    await timed(
      '100 edits, in one transaction',
      (turn) =>
        db.transaction('rw', companies, async () => {
          for (const id of edited(turn + 0.1))
            check(await companies.update(id, { phone: `b${turn}` }), 'update');
        }),
      3,
    );
    await timed(
      'bulkPut of 100',
      async (turn) => {
        const rows = await companies.bulkGet(edited(turn + 0.2));
        await companies.bulkPut(rows.map((row) => ({ ...row, phone: 'c' })));
      },
      3,
    );
    await timed(
      'modify 100',
      (turn) =>
        companies
          .where('id')
          .anyOf(edited(turn + 0.35))
          .modify({ phone: 'd' }),
      3,
    );
    await timed(
      'reads and writes, in one transaction',
      (turn) =>
        db.transaction('rw', companies, async () => {
          for (const id of edited(turn + 0.4).slice(0, 10)) {
            const row = await companies.get(id);
            await companies.where('name').equals(row.name).count();
            await companies.put({ ...row, phone: 'e' });
            await companies.orderBy('name').limit(5).toArray();
          }
        }),
      3,
    );
    await timed(
      'add 100',
      () => companies.bulkAdd(Array.from({ length: 100 }, () => ({ ...one, id: crypto.randomUUID() }))),
      3,
    );
    await timed('delete 100', (turn) => companies.bulkDelete(edited(turn + 0.45)), 3);
    let told = () => {};
    const live = liveQuery(() => companies.where('name').startsWith(word).limit(20).toArray());
    let shown = new Promise((resolve) => (told = resolve));
    const subscription = live.subscribe((rows) => told(rows));
    const [top] = await shown;
    await timed('a live query after an edit', async (turn) => {
      shown = new Promise((resolve) => (told = (rows) => rows[0].phone === `live ${turn}` && resolve()));
      await companies.update(top.id, { phone: `live ${turn}` });
      await shown;
    });
    subscription.unsubscribe();
    await timed('get, after the edits', (turn) => companies.get(at(turn)));
    await timed('startsWith, after the edits', () =>
      companies.where('name').startsWith(word).limit(20).toArray(),
    );
    await timed('count, after the edits', () => companies.where('name').startsWith(word).count());
    await timed('each, after the edits', () => companies.each(() => {}), 3);
    return times;
  };
}
