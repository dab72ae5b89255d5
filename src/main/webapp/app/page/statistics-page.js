/** How often edits meet, where and when, and how long people take to decide. Each chart stands beside its table. */
import { isLoading } from '../part/loading.js';
import { html, render } from 'lit';
import { drawn } from '../part/draw.js';
import { lasting } from '../part/lasting.js';
import { draw as drawChart } from '../part/desk-chart.js';
import { deskHead } from '../part/desk-head.js';
import { table } from '../part/desk-table.js';
import { fieldsOf, nameOfCollection } from '../part/field.js';
import { notice } from '../part/notice.js';
import { get } from '../state/desk.js';
import { locale, say } from '../texts/texts.js';

/** @typedef {{ conflicts: number, changes: number, perThousand: number | null }} Rate */

const number = (/** @type {number | null} */ value) =>
  value === null ? '–' : new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);

/** @param {string} collection @param {string} name */
const labelOf = (collection, name) =>
  (fieldsOf[collection] ?? []).find(({ path }) => path === name || path.startsWith(`${name}.`))?.label ??
  name;

/** Records of two kinds may have a field of one name. @param {any} line */
const fieldOf = ({ collection, field }) => `${labelOf(collection, field)} (${nameOfCollection(collection)})`;

let days = '90';

/** @type {import('../main.js').Page} */
export function statisticsPage({ signal }) {
  const root = drawn(html`<article class="desk"></article>`);
  const load = async () => {
    const since = new Date(Date.now() - Number(days) * 86_400_000).toISOString();
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const found = await get('api/statistics', { since, zone: timeZone });
    if (signal.aborted) return;
    render(
      html`${deskHead(
        'statistics',
        period(() => void load()),
      )}
      ${found.trouble ? html`<p class="refusal" role="alert">${found.trouble}</p>` : report(found)}`,
      root,
    );
    if (!found.trouble)
      await charts(root, found).catch(() => notice(say('desk_noChart'), { tone: 'bad', key: 'chart' }));
  };
  render(
    html`${deskHead('statistics')}
      <p role="status">${isLoading()}</p>`,
    root,
  );
  void load();
  return root;
}

/** @param {() => void} changed */
const period = (changed) =>
  html`<label
    ><span>${say('desk_period')}</span>
    <select
      @change=${(/** @type {Event} */ event) => {
        days = /** @type {HTMLSelectElement} */ (event.target).value;
        changed();
      }}
    >
      ${['7', '30', '90', '365'].map(
        (count) =>
          html`<option value=${count} ?selected=${count === days}>
            ${say('desk_days', { count: Number(count) })}
          </option>`,
      )}
    </select></label
  >`;

/** @param {any} found */
const report = (found) => html`
  <p class="lead" role="status">
    ${
      found.perThousand === null
        ? say('desk_noRate', { count: found.conflicts })
        : say('desk_rate', {
            rate: number(found.perThousand),
            conflicts: found.conflicts,
            changes: found.changes,
          })
    }
    ${found.cut ? say('desk_cut') : ''}
  </p>
  ${rates('collections', say('desk_byCollection'), found.collections, (one) => nameOfCollection(one.collection))}
  ${rates('fields', say('desk_byField'), found.fields, fieldOf)}
  ${rates('people', say('desk_byPeople'), found.people, (one) => one.people.join(', '))}
  ${rates('hours', say('desk_byHour'), found.hours, (one) => `${one.hour}:00`)}
  ${plain(
    'outcomes',
    say('desk_byOutcome'),
    [say('desk_outcome'), say('desk_count'), say('desk_ofRules')],
    found.outcomes,
    (one) => [say(`desk_result_${/** @type {'client'} */ (one.outcome)}`), one.conflicts, one.byRule],
  )}
  ${
    found.decision.decided
      ? html`<p>
          ${say('desk_took', { median: lasting(found.decision.median), ninetieth: lasting(found.decision.ninetieth) })}
        </p>`
      : ''
  }
  ${plain(
    'classes',
    say('desk_byTime'),
    [say('desk_upTo'), say('desk_count')],
    found.decision.classes,
    (one) => [upTo(one.seconds), one.conflicts],
  )}
`;

/** @param {number | null} seconds */
const upTo = (seconds) => (seconds === null ? say('desk_longer') : lasting(seconds));

/**
 * @param {string} name
 * @param {string} title
 * @param {any[]} lines
 * @param {(line: any) => string} label
 */
const rates = (name, title, lines, label) =>
  plain(
    name,
    title,
    [title, say('desk_count'), say('desk_changes'), say('desk_perThousand')],
    lines,
    (line) => [label(line), line.conflicts, line.changes, number(line.perThousand)],
  );

/**
 * @param {string} name
 * @param {string} title
 * @param {string[]} labels
 * @param {any[]} lines
 * @param {(line: any) => (string | number)[]} cells
 */
const plain = (name, title, labels, lines, cells) =>
  html`<section class="card">
    <h2>${title}</h2>
    <div class="desk-chart">
      <canvas role="img" aria-label=${say('desk_chart', { title })} data-chart=${name}></canvas>
    </div>
    ${table(
      title,
      labels.map((label, at) => ({ label, number: at > 0 })),
      lines.map((line) => ({ cells: cells(line) })),
    )}
  </section>`;

/** @param {Element} root @param {any} found */
async function charts(root, found) {
  /** @type {Record<string, [string[], (number | null)[]]>} */
  const all = {
    collections: rateBars(found.collections, (one) => nameOfCollection(one.collection)),
    fields: rateBars(found.fields.slice(0, 12), fieldOf),
    people: rateBars(found.people.slice(0, 12), (one) => one.people.join(', ')),
    hours: rateBars(found.hours, (one) => `${one.hour}:00`),
    outcomes: [
      found.outcomes.map((/** @type {any} */ one) =>
        say(`desk_result_${/** @type {'client'} */ (one.outcome)}`),
      ),
      found.outcomes.map((/** @type {any} */ one) => one.conflicts),
    ],
    classes: [
      found.decision.classes.map((/** @type {any} */ one) => upTo(one.seconds)),
      found.decision.classes.map((/** @type {any} */ one) => one.conflicts),
    ],
  };
  for (const canvas of root.querySelectorAll('canvas')) {
    const [labels, values] = all[canvas.dataset['chart'] ?? ''] ?? [[], []];
    await drawChart(canvas, { title: canvas.getAttribute('aria-label') ?? '', labels, values });
  }
}

/** @param {(Rate & any)[]} lines @param {(line: any) => string} label @returns {[string[], (number | null)[]]} */
const rateBars = (lines, label) => [
  lines.map(label),
  lines.map((line) => line.perThousand ?? line.conflicts),
];
