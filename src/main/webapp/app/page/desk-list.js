/** The desk: open conflicts of everybody in the user's regions, live, to be decided one by one or several at once. */
import { html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isLoading } from '../part/loading.js';
import { titleAtDesk } from '../state/title.js';
import { DESK } from '../part/ask-desk.js';
import { decideMany } from '../part/desk-bulk.js';
import { askedOf, atDesk as chosen, common, filterBar, older, queryOf } from '../part/desk-filter.js';
import { deskHead } from '../part/desk-head.js';
import { storyOf, valuesOf } from '../part/desk-values.js';
import { deskConflicts } from '../state/desk.js';
import { queued } from '../state/desk-queue.js';
import { onNetwork } from '../state/network.js';
import { to } from '../state/route.js';
import { say } from '../texts/texts.js';
import { drawn, redraw } from '../part/draw.js';
import { time } from '../part/time.js';

/** @typedef {import('../state/desk.js').DeskConflict} DeskConflict */

/** How often the desk looks for news while it is in sight, in milliseconds. */
const often = 5_000;
const page = 200;

/** The server gives so many at a time. Who decides these finds the next ones. */
const most = 1000;

const isNarrowed = () => Object.values(chosen).some(Boolean);

/** @type {import('../main.js').Page} */
export function deskList({ db, signal }) {
  const root = drawn(html`<article class="desk"></article>`);
  /** @type {DeskConflict[]} */
  let conflicts = [];
  /** @type {Set<string>} */
  let selected = new Set();
  let limit = page;
  let more = false;
  let trouble = '';
  let isLoaded = false;
  let running = '';
  let asked = 0;

  const load = async () => {
    const number = ++asked;
    const found = await deskConflicts({ ...queryOf(chosen), status: 'open', limit: String(limit) });
    if (signal.aborted || number !== asked) return; // a later question has been asked
    trouble = 'trouble' in found ? found.trouble : '';
    if (!('trouble' in found)) ({ conflicts, more } = found);
    isLoaded = true;
    const ids = conflicts.map(({ id }) => id);
    selected = new Set(ids.filter((id) => selected.has(id)));
    queued(ids);
    draw();
  };
  const select = (/** @type {string} */ id, /** @type {boolean} */ isIn) => {
    if (isIn) selected.add(id);
    else selected.delete(id);
    draw();
  };
  const decide = async (/** @type {import('../part/desk-rule.js').Rule} */ rule) => {
    const some = conflicts.filter(({ id }) => selected.has(id));
    const decided = await decideMany(some, rule, (done) => {
      running = say('desk_bulkRuns', { done, count: some.length });
      draw();
    });
    running = '';
    for (const id of decided) selected.delete(id);
    if (decided.length) void db.tidemark.sync();
    await load();
  };
  const draw = () =>
    redraw(
      html`${deskHead('desk')}
        <p class="lead">${say('desk_lead')}</p>
        ${filterBar([...common(), older(), askedOf()], chosen, () => ((limit = page), void load()))}
        ${trouble ? html`<p class="refusal" role="alert">${trouble}</p>` : ''}
        <p class="summary" role="status">
          ${isLoaded ? (trouble ? '' : countText(conflicts.length, more)) : isLoading()}
        </p>
        ${bulkBar({ conflicts, selected, running, decide, all: (isIn) => ((selected = isIn ? allOf(conflicts) : new Set()), draw()) })}
        ${
          conflicts.length
            ? list(conflicts, selected, select)
            : isLoaded && !trouble
              ? html`<p class="empty">${say(isNarrowed() ? 'desk_noMatch' : 'desk_none')}</p>`
              : ''
        }
        ${
          more && limit < most
            ? html`<button
                type="button"
                @click=${() => ((limit = Math.min(most, limit + page)), void load())}
              >
                ${say('desk_more')}
              </button>`
            : ''
        }`,
      root,
    );
  draw();
  void load();
  const timer = setInterval(() => document.visibilityState === 'visible' && !running && void load(), often);
  signal.addEventListener('abort', () => clearInterval(timer));
  onNetwork(() => void load(), signal);
  return root;
}

const rules = /** @type {const} */ ({
  combine: 'desk_bulkKeepBoth',
  client: 'desk_bulkUseClient',
  server: 'desk_bulkUseServer',
});

/** @param {number} count @param {boolean} more */
const countText = (count, more) =>
  more ? say(count < most ? 'desk_openMore' : 'desk_openMost', { count }) : say('desk_open', { count });

/** @param {DeskConflict[]} conflicts */
const allOf = (conflicts) => new Set(conflicts.map(({ id }) => id));

/** @param {{ conflicts: DeskConflict[], selected: Set<string>, running: string, decide: (rule: import('../part/desk-rule.js').Rule) => void, all: (isIn: boolean) => void }} state */
const bulkBar = ({ conflicts, selected, running, decide, all }) =>
  conflicts.length
    ? html`<div class="desk-bulk" role="group" aria-label=${say('desk_bulk')}>
        <label
          ><input
            type="checkbox"
            .checked=${selected.size === conflicts.length}
            @change=${(/** @type {Event} */ event) =>
              all(/** @type {HTMLInputElement} */ (event.target).checked)}
          />
          ${say('desk_all')}</label
        >
        <span role="status"
          >${running || (selected.size ? say('desk_selected', { count: selected.size }) : '')}</span
        >
        ${
          /** @type {const} */ (['combine', 'client', 'server']).map(
            (rule) =>
              html`<button
                type="button"
                ?disabled=${!selected.size || Boolean(running)}
                @click=${() => decide(rule)}
              >
                ${say(rules[rule])}
              </button>`,
          )
        }
      </div>`
    : '';

/**
 * @param {DeskConflict[]} conflicts
 * @param {Set<string>} selected
 * @param {(id: string, isIn: boolean) => void} select
 */
const list = (conflicts, selected, select) =>
  html`<ul class="desk-rows">
    ${repeat(
      conflicts,
      ({ id }) => id,
      (conflict) =>
        html`<li class="desk-row">
          <label class="desk-check"
            ><input
              type="checkbox"
              aria-label=${say('desk_select', { title: titleAtDesk(conflict) })}
              .checked=${selected.has(conflict.id)}
              @change=${(/** @type {Event} */ event) =>
                select(conflict.id, /** @type {HTMLInputElement} */ (event.target).checked)}
          /></label>
          <div class="desk-what">
            <a href=${to('desk', conflict.id)}><bdi>${titleAtDesk(conflict)}</bdi></a>
            <span class="none">${storyOf(conflict)}</span>
          </div>
          ${valuesOf(conflict)}
          <div class="desk-when">
            <span>${time(conflict.detectedAt)}</span>
            ${
              conflict.followUp?.assignee
                ? html`<span class="tag">${asks(conflict.followUp.assignee)}</span>`
                : ''
            }
          </div>
        </li>`,
    )}
  </ul>`;

/** @param {string} name */
const asks = (name) => (name === DESK ? say('desk_asksDesk') : say('desk_asks', { name }));
