/**
 * Why a cycle ends before all is done, where no answer of the server says so.
 *
 * @typedef {import('./failures.js').End} End
 */

export const BLOCKED = /** @type {const} */ ({ status: 'blocked', reason: 'unresolved conflicts' });
export const ENDLESS = /** @type {const} */ ({ status: 'failed', reason: 'the pull makes no progress' });
export const OUT_OF_STEP = /** @type {const} */ ({ status: 'failed', reason: 'replica-reset-required' });
export const NOTHING_THROUGH = /** @type {const} */ ({
  status: 'failed',
  reason: 'something between this device and the server lets no change through',
});

/**
 * @param {End} end of a pull
 * @returns {boolean} why nothing could be sent says more
 */
export const isNoNews = ({ status }) => status === 'failed' || status === 'offline';
