/** What whoever runs the server looks at: the state of the data, what was refused, which settings hold. */
import { html, render } from 'lit';
import { deskHead } from '../part/desk-head.js';
import { table } from '../part/desk-table.js';
import { ask } from '../part/dialog.js';
import { drawn } from '../part/draw.js';
import { nameOfCollection, regions } from '../part/field.js';
import { isLoading } from '../part/loading.js';
import { lasting } from '../part/lasting.js';
import { notice } from '../part/notice.js';
import { time } from '../part/time.js';
import { get, send } from '../state/desk.js';
import { reasonOf } from '../state/rejection.js';
import { to } from '../state/route.js';
import { locale, say } from '../texts/texts.js';

const number = (/** @type {number} */ value) => new Intl.NumberFormat(locale).format(value);
const names = /** @type {Record<string, string>} */ ({
  h2: 'H2',
  postgresql: 'PostgreSQL',
  mariadb: 'MariaDB',
});

/** @type {import('../main.js').Page} */
export function administrationPage({ signal }) {
  const root = drawn(html`<article class="desk"></article>`);
  const load = async () => {
    const found = await get('api/administration');
    if (signal.aborted) return;
    render(
      html`${deskHead('administration')}
      ${found.trouble ? html`<p class="refusal" role="alert">${found.trouble}</p>` : report(found, () => restored(load))}`,
      root,
    );
  };
  render(
    html`${deskHead('administration')}
      <p role="status">${isLoading()}</p>`,
    root,
  );
  void load();
  return root;
}

/** @param {() => Promise<void>} load */
async function restored(load) {
  const answer = await ask(say('admin_restoreTitle'), say('admin_restoreText'), [
    { label: say('admin_restoreDo'), value: 'yes', danger: true },
  ]);
  if (answer !== 'yes') return;
  const done = await send('api/restored', 'POST', {});
  if ('trouble' in done) return notice(done.trouble, { tone: 'bad', key: 'restore' });
  notice(say('admin_restored'), { key: 'restore' });
  await load();
}

/** @param {any} found @param {() => void} restore */
const report = (found, restore) => html`
  ${part(say('admin_state'), state(found))} ${part(say('admin_records'), records(found.collections))}
  ${part(say('admin_triggers'), triggers(found.triggers))}
  ${part(
    say('admin_regions'),
    table(
      say('admin_regions'),
      [{ label: say('admin_region') }, { label: say('admin_changes'), number: true }],
      found.clocks.map((/** @type {any} */ { scope, version }) => ({
        cells: [html`<bdi>${regions[/** @type {'emea'} */ (scope)] ?? scope}</bdi>`, number(version)],
      })),
    ),
  )}
  ${part(say('admin_refused'), refused(found.rejections))}
  ${part(say('admin_settings'), settings(found.settings))}
  ${part(
    say('admin_restore'),
    html`<p>${say('admin_restoreHint')}</p>
      <button type="button" class="danger" @click=${restore}>${say('admin_restoreDo')}</button>`,
  )}
`;

/** @param {string} title @param {unknown} content */
const part = (title, content) =>
  html`<section class="card">
    <h2>${title}</h2>
    ${content}
  </section>`;

/** @param {any} found */
function state({ database, replicas, conflicts }) {
  const lines = [
    [say('admin_database'), names[database] ?? database],
    [say('admin_devicesDay'), number(replicas.withinDay)],
    [say('admin_devicesWeek'), number(replicas.withinWeek)],
    [say('admin_devicesLonger'), number(replicas.longerAgo)],
    [say('admin_lag'), number(replicas.lag)],
    [say('admin_open'), number(conflicts.open)],
    ...(conflicts.open ? [[say('admin_oldest'), lasting(conflicts.oldestSeconds)]] : []),
  ];
  return html`<dl class="facts">
      ${lines.map(
        ([label, value]) =>
          html`<div>
            <dt>${label}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
    <p><a href=${to('devices')}>${say('admin_toDevices')}</a></p>`;
}

/** @param {any[]} collections */
const records = (collections) =>
  html`${table(
    say('admin_records'),
    [
      { label: say('admin_kind') },
      { label: say('admin_count'), number: true },
      { label: say('admin_deleted'), number: true },
      { label: say('admin_waiting'), number: true },
    ],
    collections.map((one) => ({
      cells: [nameOfCollection(one.name), number(one.records), number(one.deletions), number(one.unnumbered)],
    })),
  )}
  ${collections.some((one) => one.unnumbered) ? html`<p class="hint">${say('admin_waitingHint')}</p>` : ''}`;

/** @param {any} found */
const triggers = (found) =>
  found
    ? html`${table(
          say('admin_triggers'),
          [
            { label: say('admin_table'), width: 'wide' },
            { label: say('admin_noticed'), width: 'wide' },
          ],
          found.tables.map((/** @type {any} */ one) => ({
            cells: [
              html`<bdi>${one.table}</bdi>`,
              say(`admin_state_${/** @type {'covered'} */ (one.state)}`),
            ],
          })),
        )}
        ${found.refused.map(
          (/** @type {any} */ one) =>
            html`<p><bdi>${one.collection}</bdi>: <bdi lang="en">${one.reason}</bdi></p>`,
        )}
        ${found.gaps.map((/** @type {string} */ gap) => html`<p lang="en">${gap}</p>`)}
        <p><a href="api/triggers" target="_blank">${say('admin_script')}</a></p>`
    : html`<p>${say('admin_noTriggers')}</p>`;

/** @param {any[]} rejections */
const refused = (rejections) =>
  rejections.length
    ? html`<p class="hint">${say('admin_refusedHint')}</p>
        ${table(
          say('admin_refused'),
          [
            { label: say('admin_when') },
            { label: say('admin_person'), width: 'small' },
            { label: say('admin_kind') },
            { label: say('admin_reason'), width: 'wide' },
          ],
          rejections.map((one) => ({
            cells: [
              time(one.at),
              html`<bdi>${one.user}</bdi>`,
              nameOfCollection(one.collection),
              reasonOf(one),
            ],
          })),
        )}`
    : html`<p>${say('admin_noneRefused')}</p>`;

/** @param {any[]} all */
const settings = (all) =>
  table(
    say('admin_settings'),
    [{ label: say('admin_setting') }, { label: say('admin_value') }],
    all.map(({ name, value, chosen }) => ({
      cells: [
        html`<code>${name}</code>`,
        html`<bdi>${value}</bdi> ${chosen ? html`<span class="tag">${say('admin_chosen')}</span>` : ''}`,
      ],
    })),
  );
