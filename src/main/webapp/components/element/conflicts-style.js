import { css } from 'lit';

export const conflictsLook = css`
  :host {
    --bottom: var(--tidemark-bottom, 0px);
  }

  .empty {
    padding: 1rem 0;
    color: var(--soft);
  }

  .filters {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr));
    gap: 0.5rem 1rem;
    margin-bottom: 0.5rem;
  }

  .filters label {
    display: grid;
    gap: 0.125rem;
  }

  .filters label > span {
    color: var(--soft);
    font-size: 0.875rem;
    font-weight: 600;
  }

  .selection {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0.25rem 1rem;
    margin-bottom: 0.75rem;
  }

  .count {
    flex: 1;
    color: var(--soft);
    font-variant-numeric: tabular-nums;
  }

  .check {
    display: inline-flex;
    align-items: center;
    gap: 0.5rem;
    min-width: var(--touch);
    min-height: var(--touch);
    cursor: pointer;
  }

  .rows,
  .decided ul {
    display: grid;
    gap: 0.5rem;
  }

  .decided {
    margin-top: 1.5rem;
  }

  .decided h2 {
    margin-bottom: 0.5rem;
  }

  .row {
    display: flex;
    gap: 0.25rem;
    padding: 0.5rem 0.75rem;
    border: 1px solid var(--line);
    border-inline-start: 4px solid var(--danger);
    border-radius: var(--round);
    background: var(--card);
  }

  .row > .check {
    align-self: flex-start;
    justify-content: center;
  }

  .row-decided {
    align-items: center;
    border-inline-start-color: var(--good);
  }

  .what {
    flex: 1;
    min-width: 0;
  }

  .open {
    display: inline-flex;
    align-items: center;
    justify-content: flex-start;
    min-width: var(--touch);
    min-height: var(--touch);
    padding: 0;
    border: 0;
    background: none;
    color: var(--accent);
    font: inherit;
    font-weight: 600;
    text-align: start;
    text-decoration: underline;
    overflow-wrap: anywhere;
  }

  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }

  .related {
    margin-inline-start: 0.5rem;
    color: var(--soft);
  }

  .story {
    color: var(--soft);
    font-size: 0.9375rem;
  }

  .disputed {
    display: grid;
    gap: 0.25rem;
    margin-top: 0.25rem;
  }

  .disputed > div {
    display: grid;
    grid-template-columns: minmax(5rem, 8rem) 1fr 1fr;
    gap: 0 0.75rem;
  }

  dt {
    color: var(--soft);
    font-size: 0.875rem;
    font-weight: 600;
  }

  dd {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }

  .whose {
    font-size: 0.875rem;
  }

  .mine {
    color: var(--mine);
  }

  .theirs {
    color: var(--theirs);
  }

  fieldset {
    display: grid;
    margin: 0.75rem 0;
    padding: 0;
    border: 0;
  }

  fieldset input {
    flex: none;
  }

  legend {
    padding: 0;
    font-weight: 600;
  }

  .preview {
    display: grid;
    gap: 0.375rem;
    margin-block: 0.5rem;
  }

  .preview li {
    display: flex;
    flex-wrap: wrap;
    gap: 0 0.75rem;
    padding: 0.375rem 0.75rem;
    border-inline-start: 4px solid var(--good);
    background: var(--card);
    overflow-wrap: anywhere;
  }

  .preview .stays {
    border-color: var(--line);
  }

  .decide {
    position: sticky;
    bottom: var(--bottom);
    justify-content: flex-end;
    padding: 0.625rem 1rem;
    border: 1px solid var(--line);
    border-radius: var(--round);
    background: var(--card);
  }

  @media (width < 40rem) {
    .disputed > div {
      grid-template-columns: 1fr 1fr;
    }

    dt {
      grid-column: 1 / -1;
    }
  }

  @media (height < 22rem) {
    .decide {
      position: static;
    }
  }
`;
