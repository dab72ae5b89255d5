/** The conflicts of this browser: those to decide, and those decided but not sent, which can be taken back. */
import { html } from 'lit';
import { collections } from '../conflict/collections.js';
import { decisionDeed } from '../conflict/decided.js';
import { drawn } from '../part/draw.js';
import { titleOf } from '../state/title.js';
import { userOf } from '../state/replica.js';
import { go, to } from '../state/route.js';
import { deedsOf, forgetDeeds, remember, restoreAnswers } from '../state/undo.js';
import { say } from '../texts/texts.js';

/** @typedef {import('../../components/elements.js').TidemarkEvents} Events */

/** Outlives the page: whoever comes back from a conflict finds the same list. @type {any} */
let filter = null;

/** @type {import('../main.js').Page} */
export function conflictList({ db, signal }) {
  const hrefOf = (/** @type {string} */ id) => to('conflicts', id);
  const decided = (/** @type {Events['tidemark-decided-many']} */ { detail }) =>
    rememberMany(userOf(db), detail.decided);
  const undone = async (/** @type {Events['tidemark-undone']} */ { detail: { ids } }) => {
    await Promise.all(ids.map((id) => takenBack(db, id)));
    const [id] = ids;
    if (id && ids.length === 1) go(hrefOf(id));
  };
  const list = drawn(
    html`<tidemark-conflicts
      .db=${db}
      .collections=${collections}
      .hrefOf=${hrefOf}
      @tidemark-decided-many=${decided}
      @tidemark-undone=${undone}
    ></tidemark-conflicts>`,
  );
  if (filter) Object.assign(list, { filter });
  signal.addEventListener('abort', () => ({ filter } = /** @type {any} */ (list)));
  return html`<article>
    <h1>${say('conflicts')}</h1>
    ${list}
  </article>`;
}

/**
 * What was decided at once is taken back at once, also after it was sent.
 *
 * @param {string} user
 * @param {import('../../components/elements.js').Decided[]} decided
 */
function rememberMany(user, decided) {
  const deeds = decided.map(({ conflict, choice }) => decisionDeed(conflict, choice, titleOf(conflict)));
  const [first] = deeds;
  if (!first) return;
  remember(user, {
    ...first,
    title: deeds.length === 1 ? first.title : say('conflictsCount', { count: deeds.length }),
    conflicts: deeds.flatMap(({ conflicts = [] }) => conflicts),
    steps: deeds.flatMap(({ steps }) => steps),
  });
}

/** What was chosen is there again. @param {import('../state/replica.js').Replica} db @param {string} id */
async function takenBack(db, id) {
  const user = userOf(db);
  const deed = deedsOf(user).find(({ conflicts }) => conflicts?.length === 1 && conflicts[0] === id);
  const conflict = await db.tidemark.conflict(id);
  if (!deed || !conflict || conflict.resolution) return;
  await restoreAnswers(db, id, deed.answers);
  forgetDeeds(user, deed.id);
}
