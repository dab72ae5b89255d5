import { defectOfPull } from './answer-check.js';
import { askForPage, takePage } from '../pull/pull.js';

/**
 * What goes over the wire next, a push or the question for a page, with what came of it before it was asked.
 *
 * @typedef {import('../types.js').Asked} Asked
 * @typedef {import('../types.js').Flight} Flight
 * @typedef {import('../net/http.js').Exchange} Exchange
 * @typedef {{flight: Flight | null, asked: Flight | (Asked & {body: string}), pullFirst: boolean, had: Exchange | null,
 *   page: import('../pull/pull.js').Taken | null}} Request pullFirst: nothing may be sent before it; had: the answer, if
 *   it is here; page: what of it is stored already
 */

/**
 * @param {import('../store/store.js').Store} store
 * @param {Flight | null} flight
 * @param {boolean} pullFirst
 * @param {{size: number, standing: Flight | undefined, came: (asked: Asked & {body: string}) => Exchange | null}} means
 *   size: records of a page; standing: a push that is under way; came: the answer that is here
 * @returns {Promise<Request>}
 */
export async function requestFor(store, flight, pullFirst, { size, standing, came }) {
  const asked = flight ?? (await askForPage(store, size, standing));
  const had = flight ? null : came(asked);
  const isSound = had?.kind === 'answer' && !defectOfPull(store.ctx, had.body.pull);
  const page = isSound ? await takePage(store, had.body, asked, !pullFirst) : null;
  return { pullFirst, flight, asked, had, page };
}
