/** Rules beside what people decided: what they nearly always do, as a rule to copy, and what a rule would have done. */
import { isLoading } from '../part/loading.js';
import { html, render } from 'lit';
import { deskHead } from '../part/desk-head.js';
import { table } from '../part/desk-table.js';
import { drawn } from '../part/draw.js';
import { fieldsOf, nameOfCollection } from '../part/field.js';
import { notice } from '../part/notice.js';
import { get } from '../state/desk.js';
import { to } from '../state/route.js';
import { moment } from '../part/time.js';
import { say } from '../texts/texts.js';

/** @typedef {{ field: string, rule: string, decided: number, same: number }} Suggestion */
/** @typedef {{ collection: string, conflicts: number, deployed: boolean, proposed: boolean, suggestions: Suggestion[], source?: string }} Collection */

/** @type {import('../main.js').Page} */
export function rulesPage({ signal }) {
  const root = drawn(html`<article class="desk"></article>`);
  /** @type {Collection[]} */
  let collections = [];
  let trouble = '';
  let isLoaded = false;
  /** @type {any} */
  let replay = null;
  const load = async () => {
    const found = await get('api/rules');
    if (signal.aborted) return;
    isLoaded = true;
    trouble = found.trouble ?? '';
    collections = found.collections ?? [];
    draw();
  };
  const run = async (/** @type {Record<string, string>} */ query) => {
    const found = await get('api/rules/replay', query);
    if (signal.aborted) return;
    if ('trouble' in found) return notice(found.trouble, { tone: 'bad', key: 'replay' });
    replay = found;
    draw();
  };
  const draw = () =>
    render(
      html`${deskHead('rules')}
        <p class="lead">${say('desk_rulesLead')}</p>
        ${trouble ? html`<p class="refusal" role="alert">${trouble}</p>` : ''}
        ${isLoaded ? '' : html`<p role="status">${isLoading()}</p>`}
        ${collections.map((one) => collection(one, run, replay))}`,
      root,
    );
  draw();
  void load();
  return root;
}

/** @param {string} collection @param {string} name */
const labelOf = (collection, name) =>
  (fieldsOf[collection] ?? []).find(({ path }) => path === name || path.startsWith(`${name}.`))?.label ??
  name;

/**
 * @param {Collection} one
 * @param {(query: Record<string, string>) => void} run
 * @param {any} replay
 */
const collection = (one, run, replay) =>
  html`<section class="card" aria-labelledby=${`rules-${one.collection}`}>
    <h2 id=${`rules-${one.collection}`}>${nameOfCollection(one.collection)}</h2>
    <p>${say('desk_rulesOf', { count: one.conflicts })}</p>
    ${
      one.suggestions.length
        ? html`<ul>
            ${one.suggestions.map(
              ({ field, rule, decided, same }) =>
                html`<li>
                  ${say('desk_suggestion', {
                    field: labelOf(one.collection, field),
                    rule: say(`desk_rule_${/** @type {'later'} */ (rule)}`),
                    same,
                    decided,
                  })}
                  <button
                    type="button"
                    class="link"
                    @click=${() => run({ collection: one.collection, rule, field })}
                  >
                    ${say('desk_replay')}
                  </button>
                </li>`,
            )}
          </ul>`
        : html`<p class="none">${say('desk_noSuggestion')}</p>`
    }
    ${['deployed', 'proposed'].map((rule) =>
      one[/** @type {'deployed'} */ (rule)]
        ? html`<button type="button" @click=${() => run({ collection: one.collection, rule })}>
            ${say(rule === 'deployed' ? 'desk_replayDeployed' : 'desk_replayProposed')}
          </button>`
        : '',
    )}
    ${
      one.source
        ? html`<details>
            <summary>${say('desk_source')}</summary>
            <pre tabindex="0">${one.source}</pre>
            <button type="button" @click=${() => copy(one.source ?? '')}>${say('desk_copy')}</button>
          </details>`
        : ''
    }
    ${replay?.collection === one.collection ? outcome(replay) : ''}
  </section>`;

/** @param {string} source */
const copy = (source) =>
  navigator.clipboard.writeText(source).then(
    () => notice(say('desk_copied'), { tone: 'good', key: 'copy' }),
    () => notice(say('desk_notCopied'), { tone: 'bad', key: 'copy' }),
  );

/** @param {any} replay */
const outcome = ({ conflicts, decided, same, cases }) => html`
  <p role="status">${say('desk_replayed', { conflicts, decided, same })}</p>
  ${table(
    say('desk_replay'),
    [
      { label: say('desk_conflict'), width: 'wide' },
      { label: say('desk_ruleSays') },
      { label: say('desk_personDid') },
      { label: say('desk_same'), width: 'small' },
    ],
    cases.map((/** @type {any} */ one) => ({
      cells: [
        html`<a href=${to('register', one.conflict)}>${moment(one.resolvedAt)}</a>`,
        say(`desk_result_${/** @type {'client'} */ (one.verdict)}`),
        `${say(`desk_result_${/** @type {'client'} */ (one.outcome)}`)}, ${one.resolvedBy}`,
        one.same ? say('desk_yes') : one.verdict === 'person' ? '–' : say('desk_no'),
      ],
    })),
  )}
`;
