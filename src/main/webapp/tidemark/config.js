import { fromPage } from './record/database-name.js';

/**
 * The options of configure(), complete and checked: a mistake shows at start-up, not at the first sync.
 *
 * @typedef {import('./types.js').Config} Config
 * @typedef {import('./types.js').Options} Options
 */

const DEFAULTS = {
  syncOnOnline: true,
  syncOnLogin: true,
  syncOnResume: false,
  syncOnChange: 0,
  interval: 0,
  live: false,
  timeout: 30_000,
  page: 5000,
  changesPerPush: 500,
};

const RETRY = { base: 500, max: 30_000, attempts: 3 };

const AT_LEAST_ONE = ['page', 'changesPerPush'];

const OPTIONAL = ['user', 'fetch', 'headers'];

/**
 * @param {Options} options
 * @returns {Config}
 */
export function complete(options) {
  const { url, collections, retry, ...rest } = options;
  if (typeof url !== 'string')
    throw new TypeError("configure: url is missing; it is where the server's /api is.");
  if (!Array.isArray(collections) || collections.length === 0) {
    throw new TypeError('configure: collections is missing; name the tables to synchronise.');
  }
  const impossible = collections.find((name) => name in Object.prototype);
  if (impossible)
    throw new TypeError(
      `configure: no table of Dexie can be called ${impossible}; give the collection another name.`,
    );
  const unknown = Object.keys(rest).filter((name) => !(name in DEFAULTS) && !OPTIONAL.includes(name));
  if (unknown.length > 0) throw new TypeError(`configure: unknown option ${unknown.join(', ')}.`);
  for (const name of /** @type {const} */ ([
    'syncOnChange',
    'interval',
    'timeout',
    'page',
    'changesPerPush',
  ])) {
    const value = rest[name];
    const least = AT_LEAST_ONE.includes(name) ? 1 : 0;
    if (value !== undefined && !(value >= least))
      throw new TypeError(`configure: ${name} must be a number from ${least} on, not ${value}.`);
  }
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...DEFAULTS,
    ...given,
    url: fromPage(url).replace(/\/$/, ''),
    collections: [...collections],
    retry: { ...RETRY, ...retry },
  };
}
