/**
 * How safely the browser keeps the local store.
 *
 * @typedef {{durable: boolean, usage: number | null, quota: number | null}} Storage bytes
 */

/**
 * Asks the browser not to evict the store when room gets scarce.
 * @returns {Promise<boolean>} granted
 */
export async function persist() {
  return (await globalThis.navigator?.storage?.persist?.()) ?? false;
}

/** @returns {Promise<Storage>} */
export async function storage() {
  const manager = globalThis.navigator?.storage;
  const durable = (await manager?.persisted?.()) ?? false;
  const { usage = null, quota = null } = (await manager?.estimate?.()) ?? {};
  return { durable, usage, quota };
}

/** Part of the quota in use from which the application should know. */
const SCARCE = 0.9;

/**
 * @param {Storage} state
 * @returns {boolean}
 */
export const isScarce = ({ usage, quota }) => usage !== null && quota !== null && usage > quota * SCARCE;

/** What browsers say where they keep nothing: a private window, blocked storage, none at all. */
const NOWHERE = new Set([
  ...['MissingAPIError', 'OpenFailedError', 'SecurityError', 'InvalidStateError', 'InvalidAccessError'],
  ...['NotAllowedError', 'UnknownError'],
]);

/**
 * @param {any} error of an attempt to use the local store
 * @returns {boolean} there is none
 */
export const isUnavailable = (error) => NOWHERE.has(error?.name) || NOWHERE.has(error?.inner?.name);

/** @param {any} error */
export const unavailable = (error) =>
  new Error(
    `This browser keeps no data for this page: IndexedDB cannot be opened (${error?.name}). ` +
      'Leave the private window, or allow storage for this site.',
    { cause: error },
  );
