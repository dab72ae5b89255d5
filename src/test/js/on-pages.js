import { LAYOUT } from '../../main/webapp/tidemark/pages/page.js';

/**
 * Loaded before the tests: all of them once more with records on pages, of which each holds two, whatever their number.
 */
Object.assign(LAYOUT, { page: 2, chunk: 1, least: 1, unpack: false });
