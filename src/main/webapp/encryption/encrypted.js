import { Seal, SEALED } from './seal.js';

/**
 * The addon. Below everything else, Tidemark's pages too: what reaches IndexedDB is sealed, whoever wrote it.
 *
 * @typedef {import('dexie').Dexie} Dexie
 * @typedef {import('dexie').DBCore} DBCore
 * @typedef {import('dexie').DBCoreTable} DBCoreTable
 * @typedef {import('./seal.js').Plan} Plan
 * @typedef {{key: Uint8Array | ((database: string) => Uint8Array), fields?: Record<string, string[]>}} Options
 *   `key`: 32 bytes, or who gives those of a database when it is opened; `fields`: by table those that are sealed, in
 *   place of all that is not indexed
 */

/** Tidemark's table of single rows, and the row that says: all of this database is sealed. */
const STATE = '$tidemark_state';
const MARK = 'sealed';

/** Rows that are sealed in one transaction, of a database that was filled without this addon. */
const AT_ONCE = 500;

/**
 * @param {Options} options
 * @returns {(db: Dexie) => void} an addon of Dexie, which stands behind `tidemark` in the list
 */
export function encrypted({ key, fields = {} }) {
  return (db) => {
    /** @type {{core: DBCore, seal: Seal, plans: Map<string, Plan>}} of the connection that is open */
    let here;
    db.use({
      stack: 'dbcore',
      name: 'tidemark-encryption',
      level: -4,
      create: (core) => {
        const seal = new Seal(typeof key === 'function' ? key(db.name) : key);
        const plans = new Map(core.schema.tables.map((table) => [table.name, planOf(table, fields)]));
        here = { core, seal, plans };
        return {
          ...core,
          table: (name) => sealed(core.table(name), seal, /** @type {Plan} */ (plans.get(name))),
        };
      },
    });
    db.on('ready', () => sealAll(db, here), true);
  };
}

/**
 * @param {DBCore['schema']['tables'][number]} table
 * @param {Record<string, string[]>} fields
 * @returns {Plan}
 */
function planOf({ name, primaryKey, indexes }, fields) {
  const paths = (/** @type {import('dexie').DBCoreIndex} */ { keyPath }) => [keyPath ?? []].flat();
  const indexed = indexes.flatMap(paths);
  const chosen = fields[name] ?? null;
  const plain = chosen?.find((field) =>
    [...paths(primaryKey), ...indexed].some((path) => path.split('.')[0] === field),
  );
  if (plain)
    throw new Error(
      `${name}.${plain} is to be encrypted and has an index, which IndexedDB keeps readable: drop one.`,
    );
  return { name, primary: paths(primaryKey), indexed, chosen };
}

/**
 * @param {DBCoreTable} table
 * @param {Seal} seal
 * @param {Plan} plan
 * @returns {DBCoreTable}
 */
function sealed(table, seal, plan) {
  const open = (/** @type {any} */ row) => seal.open(plan, row);
  return {
    ...table,
    mutate: (req) =>
      table.mutate(
        'values' in req ? { ...req, values: req.values.map((row) => seal.close(plan, row)) } : req,
      ),
    get: (req) => table.get(req).then(open),
    getMany: (req) => table.getMany(req).then((rows) => rows.map(open)),
    query: (req) =>
      table.query(req).then((res) => (req.values ? { ...res, result: res.result.map(open) } : res)),
    openCursor: (req) =>
      table.openCursor(req).then((cursor) => (cursor && req.values ? opening(cursor, open) : cursor)),
  };
}

/**
 * IndexedDB's cursor refuses to be called through a copy, so what is read is forwarded.
 * @param {import('dexie').DBCoreCursor} cursor
 * @param {(row: any) => any} open
 * @returns {import('dexie').DBCoreCursor}
 */
const opening = (cursor, open) =>
  Object.create(cursor, {
    key: { get: () => cursor.key },
    primaryKey: { get: () => cursor.primaryKey },
    value: { get: () => open(cursor.value) },
  });

/**
 * What was stored before this addon is sealed now, and another key is noticed before anything is read or written. A
 * browser that stops meanwhile goes on at the next start: the mark comes last.
 * @param {Dexie} db
 * @param {{core: DBCore, seal: Seal, plans: Map<string, Plan>}} here
 */
async function sealAll(db, { core, seal, plans }) {
  const Dexie = /** @type {import('dexie').DexieConstructor} */ (db.constructor);
  await Dexie.ignoreTransaction(async () => {
    const state = plans.has(STATE) ? STATE : null;
    if (state) {
      const trans = core.transaction([STATE], 'readonly');
      const mark = await core.table(STATE).get({ trans, key: MARK });
      if (mark) return void seal.open(/** @type {Plan} */ (plans.get(STATE)), mark);
    }
    for (const plan of plans.values()) await sealTable(core, seal, plan);
    if (!state) return;
    const trans = core.transaction([STATE], 'readwrite');
    const values = [seal.close(/** @type {Plan} */ (plans.get(STATE)), { key: MARK })];
    await core.table(STATE).mutate({ trans, type: 'put', values });
  });
}

/** @param {DBCore} core @param {Seal} seal @param {Plan} plan */
async function sealTable(core, seal, plan) {
  const table = core.table(plan.name);
  const { primaryKey } = table.schema;
  /** @type {import('dexie').DBCoreKeyRange} */
  let range = { type: 3, lower: undefined, upper: undefined };
  for (;;) {
    const trans = core.transaction([plan.name], 'readwrite');
    const query = { index: primaryKey, range };
    const { result: keys } = await table.query({ trans, values: false, limit: AT_ONCE, query });
    if (keys.length === 0) return;
    const rows = await table.getMany({ trans, keys });
    const open = rows.flatMap((row, i) => (row && !(SEALED in row) ? [{ row, key: keys[i] }] : []));
    if (open.length > 0) {
      const values = open.map(({ row }) => seal.close(plan, row));
      const outside = primaryKey.outbound ? { keys: open.map(({ key }) => key) } : {};
      await table.mutate({ trans, type: 'put', values, ...outside });
    }
    range = { type: 2, lower: keys.at(-1), lowerOpen: true, upper: [[[[]]]], upperOpen: true };
    if (keys.length < AT_ONCE) return;
  }
}
