import { randomUUID } from 'node:crypto';

/**
 * A small server that keeps the protocol in memory: the other side of the client's tests, and the model that the
 * convergence tests compare with. It shares no code with the client.
 */

/** The sample estate: which fields a collection has, and where a record's scope comes from. */
export const ESTATE = {
  companies: {
    fields: [
      { name: 'name', type: 'string', required: true },
      { name: 'region', type: 'string', required: true },
      { name: 'vatNumber', type: 'string', unique: true },
      { name: 'phone', type: 'string' },
      { name: 'notes', type: 'string' },
      { name: 'address', type: 'object' },
      { name: 'rating', type: 'integer', readOnly: true },
    ],
    scope: (_server, fields) => fields.region,
  },
  contacts: {
    fields: [
      { name: 'company', type: 'reference', target: 'companies', required: true },
      { name: 'name', type: 'string', required: true },
      { name: 'phone', type: 'string' },
    ],
    scope: (server, fields) => server.record('companies', fields.company)?.scope,
  },
};

export class ModelServer {
  constructor({ gates = {}, merges = {}, limits = {}, estate = ESTATE } = {}) {
    this.estate = estate;
    this.gates = gates;
    this.merges = merges;
    this.limits = { changes: 1000, bytes: 4 << 20, page: 5000, ...limits };
    this.rights = { alice: ['emea'], bob: ['emea'], dave: ['apac'], carol: ['emea', 'apac', 'amer'] };
    this.epoch = randomUUID();
    this.clocks = new Map();
    this.tables = new Map(Object.keys(estate).map((name) => [name, new Map()]));
    this.traces = []; // {collection, id, scope, version, deleted}: tombstones, and departures to another scope
    this.horizons = new Map();
    this.replicas = new Map();
    this.conflicts = new Map();
    this.closed = 0;
    this.history = []; // every state that a record ever had
    this.registered = []; // every conflict there ever was
    this.requests = [];
    this.now = 0;
  }

  // --- what a test looks at -----------------------------------------------------------------------------------

  record(collection, id) {
    return this.tables.get(collection).get(id);
  }

  fields(collection, id) {
    return this.record(collection, id)?.fields ?? null;
  }

  /** An edit by code of the same estate, without any replica. */
  write(user, collection, id, fields) {
    const record = this.record(collection, id);
    return this.#store(user, collection, id, { ...record?.fields, ...fields });
  }

  erase(user, collection, id) {
    return this.#delete(user, collection, id);
  }

  purge(scope) {
    this.horizons.set(scope, this.#clock(scope));
    this.traces = this.traces.filter((trace) => trace.scope !== scope);
  }

  snapshot() {
    const { clocks, tables, traces, horizons, replicas, conflicts, closed } = this;
    return structuredClone({ clocks, tables, traces, horizons, replicas, conflicts, closed });
  }

  /** As from a backup: an older state, in another epoch. */
  restore(snapshot) {
    Object.assign(this, structuredClone(snapshot), { epoch: randomUUID() });
  }

  open() {
    return [...this.conflicts.values()].filter(({ status }) => status === 'open');
  }

  /** The conflict desk. */
  resolve(user, id, outcome, fields) {
    const conflict = this.conflicts.get(id);
    if (outcome !== 'server') {
      const { collection, record, client } = conflict;
      if (client.deleted && outcome === 'client') this.#delete(user, collection, record);
      else
        this.#store(user, collection, record, {
          ...this.fields(collection, record),
          ...(fields ?? client.fields),
        });
    }
    this.#close(conflict, outcome, user, null);
  }

  // --- HTTP ---------------------------------------------------------------------------------------------------

  /** A fetch() for one user's browser. */
  as(user) {
    return async (url, { method = 'GET', body, signal } = {}) => {
      signal?.throwIfAborted();
      const path = url.slice(url.indexOf('/api') + 4);
      this.requests.push({ user, method, path, body });
      const { status, headers, json } = this.answer(
        typeof user === 'function' ? user() : user,
        method,
        path,
        body,
      );
      return new Response(JSON.stringify(json), { status, headers });
    };
  }

  answer(user, method, path, body) {
    if (!user) return problem(401, 'unauthenticated');
    if (method === 'GET' && path === '') return { status: 200, json: this.describe(user) };
    if (method === 'GET' && path.startsWith('/conflicts/')) {
      const conflict = this.conflicts.get(path.split('/')[2]);
      return conflict
        ? { status: 200, json: { ...this.#asItIsNow(conflict), status: conflict.status } }
        : problem(404, 'not-found');
    }
    if (method === 'POST' && path === '/sync') return this.sync(user, JSON.parse(body), body.length);
    return problem(404, 'not-found');
  }

  /** While it is open, with the server's side as it is now. */
  #asItIsNow(conflict) {
    const { collection, record: id, status } = conflict;
    const gone = this.traces.findLast((one) => one.deleted && one.collection === collection && one.id === id);
    if (status !== 'open' || this.record(collection, id) || !gone) return shown(conflict);
    const { version, at, by } = gone;
    return { ...shown(conflict), server: { deleted: true, version, modifiedAt: at, modifiedBy: by } };
  }

  describe(user) {
    const collections = Object.entries(this.estate).map(([name, { fields }]) => ({
      name,
      gate: this.gates[name] ?? 'block',
      merge: this.merges[name] ?? 'manual',
      fields: fields.map((field) => ({ required: false, readOnly: false, target: null, ...field })),
    }));
    return { protocol: 1, epoch: this.epoch, user, roles: [], limits: this.limits, collections };
  }

  /** Withdraws the replicas of a user; of all, unless told. */
  revoke(user) {
    for (const replica of this.replicas.values())
      replica.revoked ||= [undefined, replica.user].includes(user);
  }

  sync(user, { replica: id, push, pull }, size) {
    let replica = this.replicas.get(id);
    if (replica?.revoked) return problem(410, 'replica-revoked');
    if (replica && replica.user !== user) return problem(403, 'replica-not-owned');
    const cursor = pull?.cursor ? JSON.parse(atob(pull.cursor)) : null;
    if (cursor && cursor.epoch !== this.epoch) return problem(409, 'replica-reset-required');
    const count = push ? changesOf(push).length : 0;
    if (size > this.limits.bytes || count > this.limits.changes)
      return problem(413, 'too-large', { limit: this.limits });
    if (!replica)
      this.replicas.set(id, (replica = { user, number: 0, result: null, push: null, revoked: false }));
    const answer = { syncedAt: this.#time(), epoch: this.epoch };
    if (push) {
      const text = JSON.stringify(push);
      if (push.number === replica.number && text === replica.push) {
        answer.push = { ...structuredClone(replica.result), repeated: true };
      } else if (push.number !== replica.number + 1) {
        return problem(409, 'replica-reset-required');
      } else {
        answer.push = this.#push(user, id, push);
        Object.assign(replica, { number: push.number, push: text, result: structuredClone(answer.push) });
      }
    }
    if (pull) answer.pull = this.#pull(user, id, cursor, Math.min(pull.page ?? 5000, this.limits.page));
    return { status: 200, json: structuredClone(answer) };
  }

  // --- push ---------------------------------------------------------------------------------------------------

  #push(user, replica, push) {
    const result = { number: push.number, repeated: false, applied: [], conflicts: [], rejected: [] };
    const resolutions = new Map((push.resolutions ?? []).map(({ conflict, outcome }) => [conflict, outcome]));
    const resolving = new Map();
    for (const [id, outcome] of resolutions) {
      const conflict = this.conflicts.get(id);
      if (conflict?.status === 'open')
        resolving.set(`${conflict.collection} ${conflict.record}`, { conflict, outcome });
    }
    const changes = this.#ordered(changesOf(push));
    const groups = new Map();
    for (const change of changes) {
      const key = change.group ?? change;
      groups.set(key, [...(groups.get(key) ?? []), change]);
    }
    for (const members of groups.values()) {
      const before = members.length > 1 ? this.#save() : null;
      const decided = members.map((change) => this.#decide(user, replica, change, resolving));
      const failed = decided.some(({ outcome }) => outcome !== 'applied');
      if (members.length > 1 && failed) {
        this.#load(before);
        members.forEach((change, i) => {
          const { outcome, value } = decided[i];
          if (outcome === 'rejected') result.rejected.push(value);
          else if (outcome === 'conflicts') result.conflicts.push(this.#register(user, replica, value));
          else result.rejected.push({ collection: change.collection, id: change.id, reason: 'group' });
        });
      } else {
        for (const { outcome, value } of decided) {
          result[outcome].push(outcome === 'conflicts' ? this.#register(user, replica, value) : value);
        }
      }
    }
    for (const [key, { conflict, outcome }] of resolving) {
      const anew = result.conflicts.some((one) => `${one.collection} ${one.record}` === key);
      const refused = result.rejected.some((one) => `${one.collection} ${one.id}` === key);
      if (!refused || outcome === 'server')
        this.#close(conflict, anew ? 'superseded' : outcome, user, replica);
    }
    return result;
  }

  /** Parents before children for what is added, children before parents for what is deleted. */
  #ordered(changes) {
    const rank = ({ kind, collection }) => {
      const depth = Object.keys(this.estate).indexOf(collection);
      return kind === 'added' ? depth : kind === 'modified' ? 100 : 200 - depth;
    };
    return [...changes].sort((a, b) => rank(a) - rank(b));
  }

  #decide(user, replica, change, resolving) {
    const { collection, id, kind, version, fields, base } = change;
    const refuse = (reason, more) => ({ outcome: 'rejected', value: { collection, id, reason, ...more } });
    if (!this.estate[collection]) return refuse('unknown-collection');
    const unknown = Object.keys(fields ?? {}).find((name) => !this.#writable(collection).includes(name));
    if (unknown) return refuse('malformed', { detail: `unknown field ${unknown}` });
    const record = this.record(collection, id);
    if (record && !this.rights[user].includes(record.scope)) return refuse('forbidden');
    const tomb = this.traces
      .filter((trace) => trace.deleted && trace.collection === collection && trace.id === id)
      .at(-1);
    const conflict = (name) => this.#conflict(user, change, name, record, tomb);
    const isResolution =
      resolving.has(`${collection} ${id}`) && resolving.get(`${collection} ${id}`).outcome !== 'server';

    if (kind === 'deleted') {
      if (!record) return applied(collection, id, tomb?.version ?? version);
      if (record.version !== version) return conflict('deleted-modified');
      if (this.#isReferred(collection, id)) return refuse('constraint', { detail: 'referred to' });
      return applied(collection, id, this.#delete(user, collection, id));
    }
    if (!record) {
      const returns =
        isResolution && version === (tomb ?? resolving.get(`${collection} ${id}`).conflict.server).version;
      const takesBack = tomb && version === tomb.version;
      if (kind === 'added' ? tomb && !takesBack : !returns) return conflict('modified-deleted');
      return this.#apply(user, change, fields, refuse);
    }
    const isEqual = Object.entries(fields).every(([name, value]) => same(value, record.fields[name]));
    if (kind === 'added') return isEqual ? applied(collection, id, record.version) : conflict('added-added');
    if (record.version === version) return this.#apply(user, change, { ...record.fields, ...fields }, refuse);
    if (isEqual) return applied(collection, id, record.version);
    const merged = isResolution ? null : this.#merge(collection, record.fields, fields, base ?? {});
    if (!merged) return conflict('modified-modified');
    return this.#apply(user, change, merged, refuse);
  }

  #merge(collection, server, client, base) {
    const rule = this.merges[collection] ?? 'manual';
    if (rule === 'server') return server;
    if (rule === 'client') return { ...server, ...client };
    if (rule !== 'fields') return null;
    const merged = { ...server };
    for (const name of Object.keys(base)) {
      if (!same(server[name], base[name]) && !same(server[name], client[name])) return null;
      merged[name] = client[name];
    }
    return merged;
  }

  #apply(user, { collection, id }, fields, refuse) {
    const { fields: known, scope } = this.estate[collection];
    const missing = known.find(({ name, required }) => required && (fields[name] ?? '') === '');
    const violations = missing && [{ field: missing.name, message: 'must not be blank' }];
    if (missing) return refuse('invalid', { detail: 'must not be blank', violations });
    for (const { name, unique, target } of known) {
      const value = fields[name] ?? null;
      if (value === null) continue;
      const others = [...this.tables.get(collection)].filter(([other]) => other !== id);
      if (unique && others.some(([, other]) => other.fields[name] === value))
        return refuse('constraint', { detail: name });
      if (target && !this.record(target, value)) return refuse('constraint', { detail: name });
    }
    if (!this.rights[user].includes(scope(this, fields))) return refuse('forbidden');
    const record = this.record(collection, id);
    if (record && same(record.fields, fields)) return applied(collection, id, record.version);
    return applied(collection, id, this.#store(user, collection, id, fields));
  }

  #store(user, collection, id, given) {
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
      .set(id, { version, scope, fields, modifiedAt: this.#time(), modifiedBy: user });
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
      if (fields.company === company) this.#store(user, 'contacts', id, fields);
    }
  }

  #delete(user, collection, id) {
    const { scope, version: old } = this.record(collection, id);
    const version = this.#tick(scope, old);
    this.tables.get(collection).delete(id);
    this.traces.push({ collection, id, scope, version, deleted: true, at: this.#time(), by: user });
    return version;
  }

  #isReferred(collection, id) {
    return Object.entries(this.estate).some(([other, { fields }]) =>
      fields.some(
        ({ name, target }) =>
          target === collection &&
          [...this.tables.get(other).values()].some((record) => record.fields[name] === id),
      ),
    );
  }

  #conflict(user, { collection, id, kind: change, version, fields, base }, kind, record, tomb) {
    const server = record
      ? {
          version: record.version,
          modifiedAt: record.modifiedAt,
          modifiedBy: record.modifiedBy,
          fields: record.fields,
        }
      : { deleted: true, version: tomb?.version ?? version, modifiedAt: tomb?.at, modifiedBy: tomb?.by };
    const client =
      change === 'deleted'
        ? { deleted: true, version, modifiedAt: this.#time(), modifiedBy: user }
        : { fields };
    const names =
      record && fields ? Object.keys(fields).filter((name) => !same(fields[name], record.fields[name])) : [];
    const value = {
      ...{ collection, record: id, kind, disputed: names, client, server },
      ...(version ? { base: { version, ...(fields ? { fields: { ...fields, ...base } } : {}) } } : {}),
    };
    return { outcome: 'conflicts', value };
  }

  #register(user, replica, value) {
    const conflict = {
      id: randomUUID(),
      detectedAt: this.#time(),
      ...structuredClone(value),
      user,
      replica,
      status: 'open',
    };
    this.conflicts.set(conflict.id, conflict);
    this.registered.push(conflict);
    return shown(conflict);
  }

  #close(conflict, outcome, by, replica) {
    Object.assign(conflict, {
      status: outcome,
      by,
      closedBy: replica,
      at: this.#time(),
      closed: ++this.closed,
    });
  }

  // --- pull ---------------------------------------------------------------------------------------------------

  #pull(user, replica, cursor, page) {
    const next = {
      epoch: this.epoch,
      user,
      scopes: {},
      resetting: {}, // scope: its clock when the reset began; what was deleted since comes with the next pass
      settled: cursor?.settled ?? 0,
    };
    const scopes = [];
    let room = page;
    let more = false;
    for (const scope of Object.keys(cursor?.scopes ?? {})) {
      if (!this.rights[user].includes(scope)) scopes.push({ scope, dropped: true });
    }
    for (const scope of this.rights[user]) {
      const from = cursor?.scopes[scope];
      const begun = cursor?.resetting[scope];
      const isOld = from < (this.horizons.get(scope) ?? 0) && begun === undefined;
      const reset = from === undefined || isOld;
      const since = reset ? 0 : from;
      const upTo = begun ?? this.#clock(scope);
      const isResetting = reset || begun !== undefined;
      const events = this.#eventsOf(scope, since).filter(({ fields }) => fields || !isResetting);
      const taken = events.slice(0, room);
      room -= taken.length;
      // A scope for which there was no room at all begins with the next page.
      const isCut = taken.length < events.length;
      more ||= isCut;
      if (reset && isCut && taken.length === 0) continue;
      if (isCut && isResetting) next.resetting[scope] = upTo;
      next.scopes[scope] = isCut ? (taken.at(-1)?.version ?? since) : upTo;
      if (!reset && taken.length === 0) continue;
      scopes.push({ scope, ...(reset ? { reset: true } : {}), changes: toChanges(taken) });
    }
    const answer = { more, scopes };
    if (!more) {
      answer.settled = [...this.conflicts.values()]
        .filter((one) => one.user === user && one.closed > next.settled && one.closedBy !== replica)
        .map(({ id, status, by, at }) => ({ conflict: id, outcome: status, by, at }));
      next.settled = this.closed;
      answer.seen = next.scopes;
    }
    return { cursor: btoa(JSON.stringify(next)), ...answer };
  }

  #eventsOf(scope, since) {
    const events = this.traces.filter((trace) => trace.scope === scope && trace.version > since);
    for (const [collection, table] of this.tables) {
      for (const [id, record] of table) {
        if (record.scope === scope && record.version > since) events.push({ collection, id, ...record });
      }
    }
    return events.sort((a, b) => a.version - b.version);
  }

  // --- bits ---------------------------------------------------------------------------------------------------

  #tracesOf(collection, id) {
    return this.traces.filter((trace) => trace.collection === collection && trace.id === id);
  }

  #writable(collection) {
    return this.estate[collection].fields.filter(({ readOnly }) => !readOnly).map(({ name }) => name);
  }

  #clock(scope) {
    return this.clocks.get(scope) ?? 0;
  }

  #tick(scope, past) {
    const version = Math.max(this.#clock(scope), past) + 1;
    this.clocks.set(scope, version);
    return version;
  }

  #time() {
    return new Date(Date.UTC(2026, 10, 24) + this.now++).toISOString();
  }

  #save() {
    return structuredClone({ clocks: this.clocks, tables: this.tables, traces: this.traces });
  }

  #load(state) {
    Object.assign(this, state);
  }
}

const applied = (collection, id, version) => ({ outcome: 'applied', value: { collection, id, version } });

function problem(status, name, members = {}) {
  const json = { type: `urn:tidemark:problem:${name}`, title: name, status, ...members };
  return { status, headers: { 'Content-Type': 'application/problem+json' }, json };
}

function changesOf(push) {
  return Object.entries(push.changes ?? {}).flatMap(([collection, lists]) =>
    Object.entries(lists).flatMap(([kind, list]) => list.map((change) => ({ collection, kind, ...change }))),
  );
}

function toChanges(events) {
  const changes = {};
  for (const { collection, id, version, modifiedAt, modifiedBy, fields } of events) {
    const lists = (changes[collection] ??= { upserted: [], removed: [] });
    if (fields) lists.upserted.push({ id, version, modifiedAt, modifiedBy, fields });
    else lists.removed.push(id);
  }
  return changes;
}

function shown({ id, collection, record, kind, detectedAt, disputed, base, client, server }) {
  return { id, collection, record, kind, detectedAt, disputed, base, client, server };
}

function same(a, b) {
  return canonical(a) === canonical(b);
}

function canonical(value) {
  if (value === null || value === undefined) return 'null';
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const members = Object.keys(value)
    .sort()
    .filter((name) => value[name] != null);
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}
