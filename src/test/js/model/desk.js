import { randomUUID } from 'node:crypto';
import { ModelRecords } from './records.js';
import { same } from './values.js';

/** The conflicts of the model: how they are found, shown and closed. */
export class ModelDesk extends ModelRecords {
  constructor(estate) {
    super(estate);
    this.conflicts = new Map();
    this.closed = 0;
    this.registered = []; // every conflict there ever was
  }

  open() {
    return [...this.conflicts.values()].filter(({ status }) => status === 'open');
  }

  /** The conflict desk. */
  resolve(user, id, outcome, fields) {
    const conflict = this.conflicts.get(id);
    if (outcome !== 'server') {
      const { collection, record, client } = conflict;
      if (client.deleted && outcome === 'client') this.erase(user, collection, record);
      else
        this.put(user, collection, record, {
          ...this.fields(collection, record),
          ...(fields ?? client.fields),
        });
    }
    this.close(conflict, outcome, user, null);
  }

  conflictOf(user, { collection, id, kind: change, version, fields, base }, kind, record, tomb) {
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
        ? { deleted: true, version, modifiedAt: this.time(), modifiedBy: user }
        : { fields };
    const names =
      record && fields ? Object.keys(fields).filter((name) => !same(fields[name], record.fields[name])) : [];
    const value = {
      ...{ collection, record: id, kind, disputed: names, client, server },
      ...(version ? { base: { version, ...(fields ? { fields: { ...fields, ...base } } : {}) } } : {}),
    };
    return { outcome: 'conflicts', value };
  }

  register(user, replica, value) {
    const conflict = {
      id: randomUUID(),
      detectedAt: this.time(),
      ...structuredClone(value),
      user,
      replica,
      status: 'open',
    };
    this.conflicts.set(conflict.id, conflict);
    this.registered.push(conflict);
    return shown(conflict);
  }

  close(conflict, outcome, by, replica) {
    Object.assign(conflict, {
      status: outcome,
      by,
      closedBy: replica,
      at: this.time(),
      closed: ++this.closed,
    });
  }

  /** While it is open, with the server's side as it is now. */
  asItIsNow(conflict) {
    const { collection, record: id, status } = conflict;
    const gone = this.traces.findLast((one) => one.deleted && one.collection === collection && one.id === id);
    if (status !== 'open' || this.record(collection, id) || !gone) return shown(conflict);
    const { version, at, by } = gone;
    return { ...shown(conflict), server: { deleted: true, version, modifiedAt: at, modifiedBy: by } };
  }
}

function shown({ id, collection, record, kind, detectedAt, disputed, base, client, server }) {
  return { id, collection, record, kind, detectedAt, disputed, base, client, server };
}
