/** Asks before something is deleted, says that it is, and offers to undo it as long as that buries nobody's work. */
import { ask } from './dialog.js';
import { h } from './element.js';
import { notice } from './notice.js';
import { offer } from './offer.js';
import { canRestore, deleteRecords, restore } from '../state/records.js';

/** @typedef {import('../state/records.js').Records} Records */

/**
 * Deletes only what the question was about: when somebody else changes it meanwhile, it is asked again.
 *
 * @param {import('../state/replica.js').Replica} db
 * @param {() => Promise<Records | null>} find
 * @param {(records: Records) => string} consequence
 * @returns {Promise<boolean>} false: the user backed out, or there was nothing to ask about
 */
export async function askToDelete(db, find, consequence) {
  let [name, news] = ['', ''];
  for (let found; (found = await find());) {
    ({ name } = found.companies[0] ?? found.contacts[0]);
    const text = h('p', {}, news, consequence(found));
    if (!(await ask(`Delete ${name}?`, text, [{ label: 'Delete', value: 'delete', danger: true }])))
      return false;
    const outcome = await deleteRecords(db, found);
    if (outcome === 'deleted') return (tell(db, name, found), true);
    news = 'Nothing is deleted yet: somebody else has just changed it. ';
  }
  if (name) notice(`${name} was deleted already.`, { key: 'deleted' });
  return name !== '';
}

/** @param {import('../state/replica.js').Replica} db @param {string} name @param {Records} records */
function tell(db, name, records) {
  const run = async () => {
    if (await restore(db, records))
      notice('Not everything is back: somebody else changed it meanwhile.', { tone: 'bad', key: 'deleted' });
  };
  offer(`${name} is deleted.`, { action: { label: 'Undo', run }, key: 'deleted' }, () =>
    canRestore(db, records),
  );
}
