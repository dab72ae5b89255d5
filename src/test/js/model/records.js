import { ESTATE } from './estate.js';

/** The records of the model, what became of them, and the clocks of their scopes. */
export class ModelRecords {
  constructor(estate = ESTATE) {
    this.estate = estate;
    this.clocks = new Map();
    this.tables = new Map(Object.keys(estate).map((name) => [name, new Map()]));
    this.traces = []; // {collection, id, scope, version, deleted}: tombstones, and departures to another scope
    this.horizons = new Map();
    this.history = []; // every state that a record ever had
    this.now = 0;
  }

  record(collection, id) {
    return this.tables.get(collection).get(id);
  }

  fields(collection, id) {
    return this.record(collection, id)?.fields ?? null;
  }

  /** An edit by code of the same estate, without any replica. */
  write(user, collection, id, fields) {
    const record = this.record(collection, id);
    return this.put(user, collection, id, { ...record?.fields, ...fields });
  }

  purge(scope) {
    this.horizons.set(scope, this.clock(scope));
    this.traces = this.traces.filter((trace) => trace.scope !== scope);
  }

  /** Stores a state of a record, with the next version of its scope; gives that version. */
  put(user, collection, id, given) {
    const names = this.estate[collection].fields.map(({ name }) => name);
    const own = new Map(Object.entries(given));
    const fields = Object.fromEntries(names.map((name) => [name, own.get(name) ?? null]));
    const old = this.record(collection, id);
    const scope = this.estate[collection].scope(this, fields);
    const brought = Math.max(
      old?.version ?? 0,
      ...this.#tracesOf(collection, id).map(({ version }) => version),
      0,
    );
    this.traces = this.traces.filter(
      (trace) => !(trace.collection === collection && trace.id === id && trace.scope === scope),
    );
    const version = this.#tick(scope, brought);
    this.history.push({ user, collection, id, version, fields });
    this.tables
      .get(collection)
      .set(id, { version, scope, fields, modifiedAt: this.time(), modifiedBy: user });
    if (old && old.scope !== scope) {
      this.traces.push({
        collection,
        id,
        scope: old.scope,
        version: this.#tick(old.scope, 0),
        deleted: false,
      });
      if (collection === 'companies') this.#moveChildren(user, id);
    }
    return version;
  }

  #moveChildren(user, company) {
    for (const [id, { fields }] of this.tables.get('contacts') ?? []) {
      if (fields.company === company) this.put(user, 'contacts', id, fields);
    }
  }

  erase(user, collection, id) {
    const { scope, version: old } = this.record(collection, id);
    const version = this.#tick(scope, old);
    this.tables.get(collection).delete(id);
    this.traces.push({ collection, id, scope, version, deleted: true, at: this.time(), by: user });
    return version;
  }

  isReferred(collection, id) {
    return Object.entries(this.estate).some(([other, { fields }]) =>
      fields.some(
        ({ name, target }) =>
          target === collection &&
          [...this.tables.get(other).values()].some((record) => record.fields[name] === id),
      ),
    );
  }

  /** What came into a scope, changed there or left it, in the order of the versions. */
  eventsOf(scope, since) {
    const events = this.traces.filter((trace) => trace.scope === scope && trace.version > since);
    for (const [collection, table] of this.tables) {
      for (const [id, record] of table) {
        if (record.scope === scope && record.version > since) events.push({ collection, id, ...record });
      }
    }
    return events.sort((a, b) => a.version - b.version);
  }

  #tracesOf(collection, id) {
    return this.traces.filter((trace) => trace.collection === collection && trace.id === id);
  }

  writable(collection) {
    return this.estate[collection].fields.filter(({ readOnly }) => !readOnly).map(({ name }) => name);
  }

  clock(scope) {
    return this.clocks.get(scope) ?? 0;
  }

  #tick(scope, past) {
    const version = Math.max(this.clock(scope), past) + 1;
    this.clocks.set(scope, version);
    return version;
  }

  time() {
    return new Date(Date.UTC(2026, 10, 24) + this.now++).toISOString();
  }

  /** For a group, which is taken back as a whole. */
  save() {
    return structuredClone({ clocks: this.clocks, tables: this.tables, traces: this.traces });
  }

  load(state) {
    Object.assign(this, state);
  }
}
