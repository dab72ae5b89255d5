/** What differs between the three states of one of the demo's records in conflict. Pure: no page, no store. */
import { differences as compared } from '../../components/conflict/difference.js';
import { fieldsOf } from '../part/field.js';

/** @typedef {import('../../components/conflict/difference.js').Conflict} Conflict */
/** @typedef {import('../../components/conflict/difference.js').Side} Side */
/** @typedef {import('../../components/conflict/mix.js').Choice} Choice */

/** @param {Conflict} conflict every field, in the order of the forms; those that nobody described last */
export const differences = (conflict) =>
  compared(conflict, /** @type {any} */ (fieldsOf[conflict.collection]));
