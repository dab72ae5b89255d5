/** Tables whose columns keep their width, whatever is in them. */
import { html } from 'lit';

/** @typedef {{ label: string, width?: 'small' | 'wide', number?: boolean }} Column */
/** @typedef {import('lit').TemplateResult | Node | string | number | null} Cell */

/**
 * @param {string} caption
 * @param {Column[]} columns
 * @param {{ key?: string, cells: Cell[] }[]} rows the first cell names the row
 */
export const table = (caption, columns, rows) => html`
  <div class="scroll" tabindex="0" role="region" aria-label=${caption}>
    <table class="steady-table">
      <caption class="unseen">
        ${caption}
      </caption>
      <colgroup>
        ${columns.map(({ width }) => html`<col class=${`col-${width ?? 'middle'}`} />`)}
      </colgroup>
      <thead>
        <tr>
          ${columns.map(
            ({ label, number }) => html`<th scope="col" class=${number ? 'number' : ''}>${label}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ cells }) =>
            html`<tr>
              ${cells.map((cell, at) => cellOf(cell, at, columns[at]))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>
`;

/** @param {Cell} cell @param {number} at @param {Column | undefined} column */
const cellOf = (cell, at, column) =>
  at === 0
    ? html`<th scope="row">${cell}</th>`
    : html`<td class=${column?.number ? 'number' : ''}>${cell}</td>`;
