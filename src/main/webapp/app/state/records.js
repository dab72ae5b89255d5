/**
 * Changing and deleting records that others may have deleted or changed meanwhile: a change is written only over what
 * its user has seen.
 */

import { equal, read, same, write } from './values.js';

/** @typedef {import('./replica.js').Replica} Replica */
/** @typedef {import('./values.js').Values} Values */
/** @typedef {{ path: string, shown: any, value: any }} Edit what a user made of a value that was shown to them */
/**
 * `gone`: the record is not here any more. `moved`: somebody else changed meanwhile what the user changed, and `record`
 * is how it is now. Nothing was written then.
 *
 * @typedef {{ outcome: 'saved', before: Values, after: Values } | { outcome: 'gone' } | { outcome: 'moved', record: Values }} Amended
 */
/** @typedef {{ companies: any[], contacts: any[] }} Records as they were when they were deleted */

/**
 * The comparison and the write are one transaction: between them nothing can arrive. What the user has not touched is
 * taken from the record as it is stored now, other members of an embedded object above all.
 *
 * @param {import('dexie').Table} table
 * @param {string} id
 * @param {Edit[]} edits
 * @returns {Promise<Amended>}
 */
export const amend = (table, id, edits) =>
  table.db.transaction('rw', table, async () => {
    const record = await table.get(id);
    if (!record) return { outcome: /** @type {const} */ ('gone') };
    const buries = (/** @type {Edit} */ { path, shown, value }) =>
      !equal(read(record, path), shown) && !equal(read(record, path), value);
    if (edits.some(buries)) return { outcome: /** @type {const} */ ('moved'), record };
    /** @type {Values} */
    const changes = {};
    for (const { path, value } of edits) write(changes, record, path, value);
    if (edits.length) await table.update(id, changes);
    return { outcome: /** @type {const} */ ('saved'), before: record, after: { ...record, ...changes } };
  });

/**
 * A company goes with its contacts.
 *
 * @param {Replica} db
 * @param {string} id
 * @returns {Promise<Records | null>} what its deletion would take; null: it is not here any more
 */
export const companyRecords = (db, id) =>
  db.transaction('r', db.companies, db.contacts, async () => {
    const company = await db.companies.get(id);
    return company ? { companies: [company], contacts: await contactsOf(db, id) } : null;
  });

/** @param {Replica} db @param {string} id @returns {Promise<Records | null>} null: it is not here any more */
export const contactRecords = async (db, id) => {
  const contact = await db.contacts.get(id);
  return contact ? { companies: [], contacts: [contact] } : null;
};

/**
 * @param {Replica} db
 * @param {Records} shown a company with all its contacts, or a contact: what the user agreed to lose
 * @returns {Promise<'deleted' | 'gone' | 'moved'>} moved: they are others than those that were shown, and nothing was
 *   deleted
 */
export const deleteRecords = (db, { companies, contacts }) =>
  db.transaction('rw', db.companies, db.contacts, async () => {
    const [company] = companies;
    const ids = contacts.map((contact) => contact.id);
    const there = company ? await db.companies.bulkGet([company.id]) : await db.contacts.bulkGet(ids);
    if (!there[0]) return 'gone';
    const isAsShown = company
      ? same(there, companies) && same(await contactsOf(db, company.id), contacts)
      : same(there, contacts);
    if (!isAsShown) return 'moved';
    await db.contacts.bulkDelete(ids);
    if (company) await db.companies.delete(company.id);
    return 'deleted';
  });

/** @param {Replica} db @param {string} company @returns {Promise<any[]>} */
const contactsOf = (db, company) => db.contacts.where('company').equals(company).toArray();

/** @param {Records} records @returns {import('./undo.js').Step[]} of their deletion */
export const stepsOf = ({ companies, contacts }) => [
  ...companies.map((before) => ({
    ...{ collection: /** @type {const} */ ('companies'), id: before.id },
    ...{ before, after: null },
  })),
  ...contacts.map((before) => ({
    ...{ collection: /** @type {const} */ ('contacts'), id: before.id },
    ...{ before, after: null },
  })),
];
