import { changesOf } from './messages.js';
import { same } from './values.js';

/**
 * Decides about each change of a push, the members of a group together, and closes the conflicts that it resolves.
 *
 * @param {import('../model-server.js').ModelServer} server
 */
export function takePush(server, user, replica, push) {
  const result = { number: push.number, repeated: false, applied: [], conflicts: [], rejected: [] };
  const resolutions = new Map((push.resolutions ?? []).map(({ conflict, outcome }) => [conflict, outcome]));
  const resolving = new Map();
  for (const [id, outcome] of resolutions) {
    const conflict = server.conflicts.get(id);
    if (conflict?.status === 'open')
      resolving.set(`${conflict.collection} ${conflict.record}`, { conflict, outcome });
  }
  const changes = ordered(server, changesOf(push));
  const groups = new Map();
  for (const change of changes) {
    const key = change.group ?? change;
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  for (const members of groups.values()) {
    const before = members.length > 1 ? server.save() : null;
    const decided = members.map((change) => decide(server, user, change, resolving));
    const failed = decided.some(({ outcome }) => outcome !== 'applied');
    if (members.length > 1 && failed) {
      server.load(before);
      members.forEach((change, i) => {
        const { outcome, value } = decided[i];
        if (outcome === 'rejected') result.rejected.push(value);
        else if (outcome === 'conflicts') result.conflicts.push(server.register(user, replica, value));
        else result.rejected.push({ collection: change.collection, id: change.id, reason: 'group' });
      });
    } else {
      for (const { outcome, value } of decided) {
        result[outcome].push(outcome === 'conflicts' ? server.register(user, replica, value) : value);
      }
    }
  }
  for (const [key, { conflict, outcome }] of resolving) {
    const anew = result.conflicts.some((one) => `${one.collection} ${one.record}` === key);
    const refused = result.rejected.some((one) => `${one.collection} ${one.id}` === key);
    if (!refused || outcome === 'server')
      server.close(conflict, anew ? 'superseded' : outcome, user, replica);
  }
  return result;
}

/** Parents before children for what is added, children before parents for what is deleted. */
function ordered(server, changes) {
  const rank = ({ kind, collection }) => {
    const depth = Object.keys(server.estate).indexOf(collection);
    return kind === 'added' ? depth : kind === 'modified' ? 100 : 200 - depth;
  };
  return [...changes].sort((a, b) => rank(a) - rank(b));
}

function decide(server, user, change, resolving) {
  const { collection, id, kind, version, fields, base } = change;
  const refuse = (reason, more) => ({ outcome: 'rejected', value: { collection, id, reason, ...more } });
  if (!server.estate[collection]) return refuse('unknown-collection');
  const unknown = Object.keys(fields ?? {}).find((name) => !server.writable(collection).includes(name));
  if (unknown) return refuse('malformed', { detail: `unknown field ${unknown}` });
  const record = server.record(collection, id);
  if (record && !server.rights[user].includes(record.scope)) return refuse('forbidden');
  const tomb = server.traces
    .filter((trace) => trace.deleted && trace.collection === collection && trace.id === id)
    .at(-1);
  const conflict = (name) => server.conflictOf(user, change, name, record, tomb);
  const isResolution =
    resolving.has(`${collection} ${id}`) && resolving.get(`${collection} ${id}`).outcome !== 'server';

  if (kind === 'deleted') {
    if (!record) return applied(collection, id, tomb?.version ?? version);
    if (record.version !== version) return conflict('deleted-modified');
    if (server.isReferred(collection, id)) return refuse('constraint', { detail: 'referred to' });
    return applied(collection, id, server.erase(user, collection, id));
  }
  if (!record) {
    const returns =
      isResolution && version === (tomb ?? resolving.get(`${collection} ${id}`).conflict.server).version;
    const takesBack = tomb && version === tomb.version;
    if (kind === 'added' ? tomb && !takesBack : !returns) return conflict('modified-deleted');
    return apply(server, user, change, fields, refuse);
  }
  const isEqual = Object.entries(fields).every(([name, value]) => same(value, record.fields[name]));
  if (kind === 'added') return isEqual ? applied(collection, id, record.version) : conflict('added-added');
  if (record.version === version) return apply(server, user, change, { ...record.fields, ...fields }, refuse);
  if (isEqual) return applied(collection, id, record.version);
  const merged = isResolution ? null : merge(server.merges[collection], record.fields, fields, base ?? {});
  if (!merged) return conflict('modified-modified');
  return apply(server, user, change, merged, refuse);
}

function merge(rule, server, client, base) {
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

function apply(server, user, { collection, id }, fields, refuse) {
  const { fields: known, scope } = server.estate[collection];
  const missing = known.find(({ name, required }) => required && (fields[name] ?? '') === '');
  const violations = missing && [{ field: missing.name, message: 'must not be blank' }];
  if (missing) return refuse('invalid', { detail: 'must not be blank', violations });
  for (const { name, unique, target } of known) {
    const value = fields[name] ?? null;
    if (value === null) continue;
    const others = [...server.tables.get(collection)].filter(([other]) => other !== id);
    if (unique && others.some(([, other]) => other.fields[name] === value))
      return refuse('constraint', { detail: name });
    if (target && !server.record(target, value)) return refuse('constraint', { detail: name });
  }
  if (!server.rights[user].includes(scope(server, fields))) return refuse('forbidden');
  const record = server.record(collection, id);
  if (record && same(record.fields, fields)) return applied(collection, id, record.version);
  return applied(collection, id, server.put(user, collection, id, fields));
}

const applied = (collection, id, version) => ({ outcome: 'applied', value: { collection, id, version } });
