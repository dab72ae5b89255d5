/** Says that something is deleted, and offers to undo it as long as that buries nobody's work. */
import { notice } from './notice.js';
import { offer } from './offer.js';
import { canRestore, restore } from '../state/records.js';

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} name
 * @param {import('../state/records.js').Records | null} records null: they were gone already
 */
export function tellDeleted(db, name, records) {
  if (!records) return void notice(`${name} was deleted already.`, { key: 'deleted' });
  const run = async () => {
    if (await restore(db, records))
      notice('Not everything is back: somebody else changed it meanwhile.', { tone: 'bad', key: 'deleted' });
  };
  offer(`${name} is deleted.`, { action: { label: 'Undo', run }, key: 'deleted' }, () =>
    canRestore(db, records),
  );
}
