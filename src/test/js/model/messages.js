/** What the model says and is told, as the protocol has it. */

export function problem(status, name, members = {}) {
  const json = { type: `urn:tidemark:problem:${name}`, title: name, status, ...members };
  return { status, headers: { 'Content-Type': 'application/problem+json' }, json };
}

export function changesOf(push) {
  return Object.entries(push.changes ?? {}).flatMap(([collection, lists]) =>
    Object.entries(lists).flatMap(([kind, list]) => list.map((change) => ({ collection, kind, ...change }))),
  );
}

export function toChanges(events) {
  const changes = {};
  for (const { collection, id, version, modifiedAt, modifiedBy, fields } of events) {
    const lists = (changes[collection] ??= { upserted: [], removed: [] });
    if (fields) lists.upserted.push({ id, version, modifiedAt, modifiedBy, fields });
    else lists.removed.push(id);
  }
  return changes;
}
