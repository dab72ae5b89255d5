/** What a conflict is called: here by the side of whoever looks at it, at the desk as the server has it. */
import { say } from '../texts/texts.js';

/** @typedef {import('../conflict/difference.js').Conflict} Conflict */
/** @typedef {import('../conflict/difference.js').Side | null | undefined} Side */

/** @param {...Side} sides @returns {string} the name of the first one that was not deleted */
const nameOf = (...sides) => sides.find((side) => side?.fields)?.fields?.['name'] || say('unnamed');

/** @param {Conflict} conflict */
export const titleOf = ({ client, server, base }) => nameOf(client, server, base);

/** @param {Conflict} conflict */
export const titleAtDesk = ({ client, server, base }) => nameOf(server, client, base);
