/** The register: every conflict that the user may read, with what became of it; filtered and exported. */
import { isLoading } from '../part/loading.js';
import { html, render } from 'lit';
import { titleAtDesk } from '../state/title.js';
import { outcomeOf } from '../part/desk-closed.js';
import { askedOf, common, filterBar, older, queryOf } from '../part/desk-filter.js';
import { deskHead } from '../part/desk-head.js';
import { table } from '../part/desk-table.js';
import { valuesOf } from '../part/desk-values.js';
import { address, deskConflicts } from '../state/desk.js';
import { at } from '../state/place.js';
import { to } from '../state/route.js';
import { say } from '../texts/texts.js';
import { drawn } from '../part/draw.js';
import { time } from '../part/time.js';

/** @typedef {import('../state/desk.js').DeskConflict} DeskConflict */

const page = 100;

/** @type {Record<string, string>} */
const chosen = { status: 'settled' };

/** @type {import('../main.js').Page} */
export function registerPage({ signal }) {
  const root = drawn(html`<article class="desk"></article>`);
  /** @type {DeskConflict[]} */
  let conflicts = [];
  let more = false;
  let isLoaded = false;
  let trouble = '';
  let asked = 0;
  const load = async (/** @type {boolean} */ further) => {
    const number = ++asked;
    const after = further ? conflicts.at(-1)?.id : undefined;
    const found = await deskConflicts({ ...queryOf(chosen), order: 'newest', limit: String(page), after });
    if (signal.aborted || number !== asked) return;
    trouble = 'trouble' in found ? found.trouble : '';
    isLoaded = true;
    if (!('trouble' in found)) {
      conflicts = further ? [...conflicts, ...found.conflicts] : found.conflicts;
      ({ more } = found);
    }
    draw();
  };
  // At once: who presses an export next means what was chosen.
  const narrow = () => (draw(), void load(false));
  const draw = () =>
    render(
      html`${deskHead('register', exports())} ${filterBar(filters(), chosen, narrow)}
        ${trouble ? html`<p class="refusal" role="alert">${trouble}</p>` : ''}
        <p class="summary" role="status">
          ${isLoaded ? (trouble ? '' : say(more ? 'desk_foundMore' : 'desk_found', { count: conflicts.length })) : isLoading()}
        </p>
        ${conflicts.length ? rows(conflicts) : ''}
        ${more ? html`<button type="button" @click=${() => load(true)}>${say('desk_more')}</button>` : ''}`,
      root,
    );
  draw();
  void load(false);
  return root;
}

const filters = () => [
  {
    name: 'status',
    label: say('desk_status'),
    options: /** @type {[string, string][]} */ ([
      ['open', say('desk_status_open')],
      ['settled', say('desk_status_settled')],
      ['superseded', say('desk_status_superseded')],
    ]),
  },
  ...common(),
  { name: 'by', label: say('desk_by') },
  askedOf(),
  {
    name: 'reviewed',
    label: say('desk_reviewed'),
    options: /** @type {[string, string][]} */ ([
      ['true', say('desk_yes')],
      ['false', say('desk_no')],
    ]),
  },
  older(),
];

/** The files are made by the server, with the same filters and the same rights. */
const exports = () => html`
  <a class="button" href=${at(address('api/export/conflicts.csv', queryOf(chosen)))} download
    >${say('desk_csv')}</a
  >
  <a class="button" href=${at(address('api/export/conflicts.json', queryOf(chosen)))} download
    >${say('desk_json')}</a
  >
`;

/** @param {DeskConflict[]} conflicts */
const rows = (conflicts) =>
  table(
    say('desk_page_register'),
    [
      { label: say('desk_record'), width: 'wide' },
      { label: say('desk_inDispute'), width: 'wide' },
      { label: say('desk_people') },
      { label: say('desk_outcome'), width: 'wide' },
      { label: say('desk_found_when'), width: 'small' },
      { label: say('desk_remarks') },
    ],
    conflicts.map((conflict) => ({
      cells: [
        html`<a href=${to('register', conflict.id)}><bdi>${titleAtDesk(conflict)}</bdi></a>`,
        valuesOf(conflict),
        html`<bdi>${conflict.user}</bdi>${
            conflict.server.modifiedBy ? html`, <bdi>${conflict.server.modifiedBy}</bdi>` : ''
          }`,
        html`${outcomeOf(conflict)} ${conflict.resolvedAt ? time(conflict.resolvedAt) : ''}`,
        time(conflict.detectedAt),
        html`${conflict.followUp?.reviewedBy ? html`<span class="tag">✓ ${conflict.followUp.reviewedBy}</span>` : ''}
          <bdi>${conflict.followUp?.note ?? ''}</bdi>`,
      ],
    })),
  );
