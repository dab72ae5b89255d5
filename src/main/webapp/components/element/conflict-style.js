import { css } from 'lit';

export const conflictLook = css`
  :host {
    /* An application with a bar of its own at the bottom sets it to that bar's height. */
    --bottom: var(--tidemark-bottom, 0px);
  }

  .related {
    color: var(--soft);
  }

  .place {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 0.5rem;
    margin-bottom: 0.5rem;
  }

  .at {
    min-width: 5rem;
    text-align: center;
    font-variant-numeric: tabular-nums;
    font-weight: 600;
  }

  .moved {
    margin-bottom: 0.5rem;
    padding: 0.75rem 1rem;
    border-inline-start: 4px solid var(--danger);
    border-radius: var(--round);
    background: var(--danger-wash);
  }

  .lead {
    margin-bottom: 0.5rem;
  }

  .question {
    padding-block: 0.75rem;
    border-top: 1px solid var(--line);
  }

  .question > :is(h2, h3) {
    display: flex;
    font-size: 1rem;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 0.5rem;
    margin-bottom: 0.5rem;
  }

  .options {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr));
    gap: 0.5rem;
  }

  .option {
    display: flex;
    flex-direction: column;
    gap: 0.25rem;
    border: 1px solid var(--line);
    border-radius: var(--round);
    background: var(--card);
  }

  label.option,
  .option label {
    display: grid;
    flex: 1;
    grid-template: 'radio side' auto 'value value' 1fr / auto 1fr;
    align-items: center;
    gap: 0.25rem 0.5rem;
    min-height: var(--touch);
    padding: 0.5rem 0.75rem;
    cursor: pointer;
  }

  .option:has(label) {
    border-color: var(--edge);
  }

  /* Where the reader has chosen the colours, what is chosen has an edge of its own. */
  @media (forced-colors: active) {
    .option:has(input[type='radio']:checked) {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }

  .option:not(:has(label)) {
    padding: 0.5rem 0.75rem;
  }

  .option > :is(input, select, textarea) {
    width: calc(100% - 1rem);
    margin: 0 0.5rem 0.5rem;
  }

  .option > .trouble:not(:empty) {
    padding: 0 0.75rem 0.5rem;
  }

  .option > button.link {
    align-self: flex-start;
    margin-inline-start: 0.5rem;
    font-size: 0.875rem;
  }

  .side {
    color: var(--soft);
    font-size: 0.8125rem;
    font-weight: 600;
  }

  .option-client .side {
    color: var(--mine);
  }

  .option-server .side {
    color: var(--theirs);
  }

  .value {
    grid-area: value;
    align-self: start;
    overflow-wrap: anywhere;
    white-space: pre-line;
    font-variant-numeric: tabular-nums;
  }

  .option-base .clamped {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 4;
  }

  .question-both :is(.option-client, .option-server) .value {
    font-weight: 600;
  }

  .option:has(:checked) {
    border-color: var(--ink);
    box-shadow: inset 0 0 0 1px var(--ink);
  }

  .option-client:has(:checked) {
    border-color: var(--mine);
    box-shadow: inset 0 0 0 1px var(--mine);
    background: var(--mine-wash);
  }

  .option-server:has(:checked) {
    border-color: var(--theirs);
    box-shadow: inset 0 0 0 1px var(--theirs);
    background: var(--theirs-wash);
  }

  ins {
    background: var(--good-wash);
    color: var(--good);
    text-decoration: underline;
  }

  del {
    color: var(--danger);
  }

  .fold {
    color: var(--soft);
  }

  .taken,
  .one-side,
  .alike {
    margin-top: 1.25rem;
  }

  .one-side {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
    gap: 0.75rem 1rem;
  }

  .one-side h2 {
    grid-column: 1 / -1;
  }

  .whole {
    display: grid;
    align-content: start;
    justify-items: start;
    gap: 0.375rem;
  }

  .use-client {
    border-color: var(--mine);
    color: var(--mine);
  }

  .use-server {
    border-color: var(--theirs);
    color: var(--theirs);
  }

  .deleted {
    color: var(--danger);
    font-weight: 600;
  }

  .deletion {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
    gap: 0.75rem 1rem;
    margin-block: 0.75rem 1.25rem;
  }

  .deletion > .trouble {
    grid-column: 1 / -1;
  }

  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 14rem), 1fr));
    gap: 0.75rem 1.5rem;
  }

  dt {
    color: var(--soft);
    font-size: 0.8125rem;
    font-weight: 600;
  }

  dd {
    overflow-wrap: anywhere;
    white-space: pre-line;
  }

  .decide {
    display: flex;
    position: sticky;
    bottom: var(--bottom);
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 0.25rem 1rem;
    margin-top: 1rem;
    padding: 0.625rem 1rem;
    border: 1px solid var(--line);
    border-radius: var(--round);
    background: var(--card);
    box-shadow: 0 4px 24px rgb(0 0 0 / 18%);
  }

  .left {
    flex: 1 1 8rem;
    font-weight: 600;
  }

  .decide > .trouble:not(:empty) {
    flex: 1 1 100%;
  }

  /* Enlarged so much that it would cover half of what there is to read. */
  @media (height < 22rem) {
    .decide {
      position: static;
    }
  }

  @container (width >= 52rem) {
    .question {
      display: grid;
      grid-template-columns: 9rem 1fr;
      gap: 0.75rem;
    }

    .question > :is(h2, h3) {
      flex-direction: column;
      padding-top: 0.5rem;
    }

    .options {
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr));
    }
  }
`;
