/**
 * The order in which changes are sent when they do not fit one push: parents before children for what was added,
 * then modifications, then deletes children first. Within a push the server orders by itself. Pure.
 *
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {{entry: Entry, parents: string[]}} Item parents: ids that the record refers to
 * @typedef {import('../types.js').Kind} Kind
 * @typedef {{entries: Entry[], decided?: string}} Unit what is never split: a change, a group of them, or a conflict
 *   that was decided for the server's side, which needs no change
 */

/**
 * @param {Item[]} items
 * @param {(entry: Entry) => Kind | null} kindOf
 * @returns {Unit[]}
 */
export function inSendingOrder(items, kindOf) {
  const of = (/** @type {Kind} */ kind) => items.filter(({ entry }) => kindOf(entry) === kind);
  const ordered = [...parentsFirst(of('added')), ...of('modified'), ...parentsFirst(of('deleted')).reverse()];
  /** @type {Map<string, Unit>} */
  const units = new Map();
  for (const { entry } of ordered) {
    const key = entry.group ? `group ${entry.group}` : `${entry.collection} ${entry.id}`;
    units.set(key, { entries: [...(units.get(key)?.entries ?? []), entry] });
  }
  return [...units.values()];
}

/**
 * @param {Item[]} items
 * @returns {Item[]}
 */
function parentsFirst(items) {
  const byId = new Map(items.map((item) => [item.entry.id, item]));
  /** @type {Set<Item>} */
  const placed = new Set();
  for (const start of items) {
    // Depth first without recursion: a chain of parents may be as long as the outbox.
    const stack = [{ item: start, opened: false }];
    const open = new Set();
    while (stack.length > 0) {
      const { item, opened } = /** @type {{item: Item, opened: boolean}} */ (stack.pop());
      if (placed.has(item)) continue;
      if (opened) placed.add(item);
      if (opened || open.has(item)) continue;
      open.add(item);
      stack.push({ item, opened: true });
      for (const id of item.parents) {
        const parent = byId.get(id);
        if (parent && !open.has(parent)) stack.push({ item: parent, opened: false });
      }
    }
  }
  return [...placed];
}
