/**
 * Deletions from here that the server has acknowledged, with their versions. A record that is added again under its id
 * takes back the very deletion that this browser knows of, and nobody comes into conflict with himself. Who deleted it
 * anew meanwhile is seen: by another version.
 *
 * @typedef {import('../store/store.js').Store} Store
 * @typedef {Record<string, number>} Deletions by collection and id
 */

/** So many deletions are remembered, the latest. */
const MOST = 2000;

/**
 * @param {{collection: string, id: string}} record
 * @returns {string}
 */
export const keyOf = ({ collection, id }) => `${collection} ${id}`;

/**
 * @param {Store} store
 * @returns {PromiseLike<Deletions>}
 */
export const deletionsOf = (store) => store.state.get('deletions').then((row) => row?.of ?? {});

/**
 * @param {Store} store
 * @param {import('../types.js').Flight} flight
 * @param {import('../types.js').PushAnswer} push
 */
export async function rememberDeletions(store, flight, push) {
  const versions = new Map((push.applied ?? []).map((one) => [keyOf(one), one.version]));
  const done = flight.sent.filter((one) => versions.has(keyOf(one)) && one.kind !== 'modified');
  if (done.length === 0) return;
  const known = await deletionsOf(store);
  const isKnown = done.some((one) => one.kind === 'deleted' || keyOf(one) in known);
  if (!isKnown) return;
  const of = { ...known };
  for (const one of done) {
    delete of[keyOf(one)];
    if (one.kind === 'deleted') of[keyOf(one)] = /** @type {number} */ (versions.get(keyOf(one)));
  }
  const latest = Object.fromEntries(Object.entries(of).slice(-MOST));
  await store.state.put({ key: 'deletions', of: latest });
}

/**
 * The server's database was restored: its versions begin anew.
 * @param {Store} store
 */
export const forgetDeletions = (store) => store.state.delete('deletions');
