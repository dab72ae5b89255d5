import { Seal, isSealed } from './seal.js';

/**
 * The addon. Below everything else, Tidemark's pages too: what reaches IndexedDB is sealed, whoever wrote it.
 *
 * @typedef {import('dexie').Dexie} Dexie
 * @typedef {import('dexie').DBCore} DBCore
 * @typedef {import('dexie').DBCoreTable} DBCoreTable
 * @typedef {import('./seal.js').Plan} Plan
 * @typedef {{core: DBCore, seal: Seal, plans: Map<string, Plan>}} Here of the connection that is open
 * @typedef {{key: Uint8Array | ((database: string) => Uint8Array), fields?: Record<string, string[]>}} Options
 *   `key`: 32 bytes, or who gives those of a database when it is opened; `fields`: by table those that are sealed, in
 *   place of all that is not indexed
 */

/**
 * Tidemark's table of single rows, and the row that says how the tables were sealed: `{key, plans}`, itself sealed. So
 * another key is noticed before anything is written: Tidemark reads it at the start, and before an upgrade writes.
 */
const STATE = '$tidemark_state';
const MARK = 'sealed';

/** Rows that are sealed in one transaction. */
const AT_ONCE = 500;

/**
 * @param {Options} options
 * @returns {(db: Dexie) => void} an addon of Dexie, which stands behind `tidemark` in the list
 */
export function encrypted({ key, fields = {} }) {
  return (db) => {
    /** @type {Here} */
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
    db.on('ready', () => (refuse(here, fields), sealAll(db, here)), true);
  };
}

/**
 * @param {DBCore['schema']['tables'][number]} table
 * @param {Record<string, string[]>} fields
 * @returns {Plan}
 */
function planOf({ name, primaryKey, indexes }, fields) {
  const paths = (/** @type {import('dexie').DBCoreIndex} */ { keyPath }) => [keyPath ?? []].flat();
  return { name, primary: paths(primaryKey), indexed: indexes.flatMap(paths), chosen: fields[name] ?? null };
}

/**
 * What would not be encrypted though somebody wants it. Not before the schema is the newest one: an upgrade may drop
 * an index first.
 * @param {Here} here
 * @param {Record<string, string[]>} fields
 */
function refuse({ plans }, fields) {
  for (const [name, chosen] of Object.entries(fields)) {
    const plan = plans.get(name);
    if (!plan) throw new Error(`fields.${name}: there is no such table.`);
    const nested = chosen.find((field) => field.includes('.'));
    if (nested)
      throw new Error(`${name}.${nested}: a field is encrypted as a whole; name its first part alone.`);
    const readable = [...plan.primary, ...plan.indexed].map((path) => path.split('.')[0] ?? '');
    const plain = chosen.find((field) => readable.includes(field));
    if (plain)
      throw new Error(
        `${name}.${plain} is to be encrypted and has an index, which IndexedDB keeps readable: drop one.`,
      );
  }
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
 * What was stored before this addon, or with other indexes and fields, is sealed anew. The mark comes first, so that
 * nobody opens the database otherwise meanwhile; a browser that stops goes on at the next start.
 * @param {Dexie} db
 * @param {Here} here
 */
async function sealAll(db, { core, seal, plans }) {
  const Dexie = /** @type {import('dexie').DexieConstructor} */ (db.constructor);
  const state = plans.get(STATE);
  if (!state) throw new Error('encrypted() needs the addon tidemark before it.');
  await Dexie.ignoreTransaction(async () => {
    const reading = core.transaction([STATE], 'readonly');
    const mark = seal.open(state, await core.table(STATE).get({ trans: reading, key: MARK }));
    /** @type {Record<string, string>} */
    const known = mark?.plans ?? {};
    const wanted = Object.fromEntries([...plans].map(([name, plan]) => [name, JSON.stringify(plan)]));
    const others = [...plans.values()].filter(({ name }) => known[name] !== wanted[name]);
    if (others.length === 0) return;
    const note = async (/** @type {Record<string, string | undefined>} */ done) => {
      const trans = core.transaction([STATE], 'readwrite');
      const values = [seal.close(state, { key: MARK, plans: done })];
      await core.table(STATE).mutate({ trans, type: 'put', values });
    };
    // What cannot be sealed is found before anything is changed.
    for (const plan of others) await eachRow(core, seal, plan, false);
    await note(Object.fromEntries(Object.entries(known).filter(([name, plan]) => plan === wanted[name])));
    for (const plan of others) await eachRow(core, seal, plan, true);
    await note(wanted);
  });
}

/**
 * @param {DBCore} core
 * @param {Seal} seal
 * @param {Plan} plan
 * @param {boolean} isWritten false: it is only tried
 */
async function eachRow(core, seal, plan, isWritten) {
  const table = core.table(plan.name);
  const { primaryKey } = table.schema;
  /** @type {import('dexie').DBCoreKeyRange} */
  let range = { type: 3, lower: undefined, upper: undefined };
  for (;;) {
    const trans = core.transaction([plan.name], isWritten ? 'readwrite' : 'readonly');
    const query = { index: primaryKey, range };
    const { result: keys } = await table.query({ trans, values: false, limit: AT_ONCE, query });
    if (keys.length === 0) return;
    const rows = await table.getMany({ trans, keys });
    const values = rows.map((row, i) => anew(seal, plan, row, keys[i]));
    if (isWritten)
      await table.mutate({ trans, type: 'put', values, ...(primaryKey.outbound ? { keys } : {}) });
    range = { type: 2, lower: keys.at(-1), lowerOpen: true, upper: [[[[]]]], upperOpen: true };
    if (keys.length < AT_ONCE) return;
  }
}

/**
 * @param {Seal} seal
 * @param {Plan} plan
 * @param {any} row
 * @param {any} key
 */
function anew(seal, plan, row, key) {
  const open = isSealed(row) ? seal.open(plan, row) : row;
  try {
    return seal.close(plan, open);
  } catch (fault) {
    const { message } = /** @type {Error} */ (fault);
    throw new Error(`${plan.name} ${key} cannot be encrypted: ${message}`, { cause: fault });
  }
}
