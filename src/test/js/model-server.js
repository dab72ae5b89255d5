import { randomUUID } from 'node:crypto';
import { ModelDesk } from './model/desk.js';
import { changesOf, problem } from './model/messages.js';
import { pullFrom } from './model/pull.js';
import { takePush } from './model/push.js';

/**
 * A small server that keeps the protocol in memory: the other side of the client's tests, and the model that the
 * convergence tests compare with. It shares no code with the client.
 */
export class ModelServer extends ModelDesk {
  constructor({ gates = {}, merges = {}, limits = {}, estate } = {}) {
    super(estate);
    this.gates = gates;
    this.merges = merges;
    this.limits = { changes: 1000, bytes: 4 << 20, page: 5000, ...limits };
    this.rights = { alice: ['emea'], bob: ['emea'], dave: ['apac'], carol: ['emea', 'apac', 'amer'] };
    this.epoch = randomUUID();
    this.replicas = new Map();
    this.requests = [];
  }

  snapshot() {
    const { clocks, tables, traces, horizons, replicas, conflicts, closed } = this;
    return structuredClone({ clocks, tables, traces, horizons, replicas, conflicts, closed });
  }

  /** As from a backup: an older state, in another epoch. */
  restore(snapshot) {
    Object.assign(this, structuredClone(snapshot), { epoch: randomUUID() });
  }

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
        ? { status: 200, json: { ...this.asItIsNow(conflict), status: conflict.status } }
        : problem(404, 'not-found');
    }
    if (method === 'POST' && path === '/sync') return this.sync(user, JSON.parse(body), body.length);
    return problem(404, 'not-found');
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
    const answer = { syncedAt: this.time(), epoch: this.epoch };
    if (push) {
      const text = JSON.stringify(push);
      if (push.number === replica.number && text === replica.push) {
        answer.push = { ...structuredClone(replica.result), repeated: true };
      } else if (push.number !== replica.number + 1) {
        return problem(409, 'replica-reset-required');
      } else {
        answer.push = takePush(this, user, id, push);
        Object.assign(replica, { number: push.number, push: text, result: structuredClone(answer.push) });
      }
    }
    if (pull) answer.pull = pullFrom(this, user, id, cursor, Math.min(pull.page ?? 5000, this.limits.page));
    return { status: 200, json: structuredClone(answer) };
  }
}
