/**
 * How the components look. Colours and measures are custom properties of the application, with values for light and
 * dark of our own; whole parts are styled by `::part()`.
 */
import { css } from 'lit';

export const look = css`
  :host {
    --ink: var(--tidemark-ink, light-dark(#0f2429, #e6f0f0));
    --soft: var(--tidemark-soft, light-dark(#4a6067, #a3babe));
    --card: var(--tidemark-card, light-dark(#ffffff, #112329));
    --wash: var(--tidemark-wash, light-dark(#e0eeed, #17343b));
    --line: var(--tidemark-line, light-dark(#d2dddc, #263f48));
    --edge: var(--tidemark-edge, light-dark(#758d91, #64848c));
    --accent: var(--tidemark-accent, light-dark(#07646c, #66cfca));
    --on-accent: var(--tidemark-on-accent, light-dark(#ffffff, #052529));
    --mine: var(--tidemark-mine, light-dark(#0a5a86, #84c5ee));
    --mine-wash: var(--tidemark-mine-wash, light-dark(#e3f0f8, #122f40));
    --theirs: var(--tidemark-theirs, light-dark(#663a96, #c9aaf0));
    --theirs-wash: var(--tidemark-theirs-wash, light-dark(#f1eafa, #2a2140));
    --danger: var(--tidemark-danger, light-dark(#a8330f, #ff9f7d));
    --danger-wash: var(--tidemark-danger-wash, light-dark(#fdece4, #3b2019));
    --good: var(--tidemark-good, light-dark(#1a6638, #86d9a2));
    --good-wash: var(--tidemark-good-wash, light-dark(#e2f3e8, #14301f));
    --wait: var(--tidemark-wait, light-dark(#734d00, #f0c463));
    --focus: var(--tidemark-focus, light-dark(#b45309, #ffb45c));
    --round: var(--tidemark-round, 0.625rem);
    --touch: var(--tidemark-touch, 2.75rem);

    display: block;
    container-type: inline-size;
    color: var(--ink);
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  :host([data-settling]) {
    pointer-events: none;
  }

  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  h2,
  h3,
  p,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }

  h2 {
    font-size: 1.1875rem;
    line-height: 1.3;
    overflow-wrap: anywhere;
  }

  h3 {
    font-size: 1rem;
  }

  ul {
    list-style: none;
  }

  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  [tabindex='-1']:focus {
    outline: none;
  }

  button,
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 0.5rem;
    min-width: var(--touch);
    min-height: var(--touch);
    padding: 0.375rem 1rem;
    border: 1px solid var(--edge);
    border-radius: var(--round);
    background: var(--card);
    color: var(--ink);
    font: inherit;
    font-weight: 600;
    text-decoration: none;
    cursor: pointer;
  }

  :where(button, .button):hover {
    background: var(--wash);
  }

  button:disabled {
    opacity: 0.6;
    cursor: default;
  }

  button.primary {
    border-color: var(--accent);
    background: var(--accent);
    color: var(--on-accent);
  }

  button.primary:hover {
    text-decoration: underline;
  }

  button.danger {
    border-color: var(--danger);
    color: var(--danger);
  }

  button.danger:hover {
    background: var(--danger-wash);
  }

  button.link {
    min-height: var(--touch);
    padding: 0 0.25rem;
    border: 0;
    background: none;
    color: var(--accent);
    text-decoration: underline;
  }

  input:not([type='radio'], [type='checkbox']),
  select,
  textarea {
    width: 100%;
    min-height: var(--touch);
    padding: 0.375rem 0.75rem;
    border: 1px solid var(--edge);
    border-radius: var(--round);
    background: var(--card);
    color: var(--ink);
    font: inherit;
  }

  [aria-invalid='true'] {
    border-color: var(--danger) !important;
  }

  input:is([type='radio'], [type='checkbox']) {
    width: 1.25rem;
    height: 1.25rem;
    margin: 0;
    accent-color: var(--accent);
  }

  summary {
    min-height: var(--touch);
    padding-block: 0.625rem;
    cursor: pointer;
  }

  time {
    white-space: nowrap;
  }

  .hint,
  .none {
    color: var(--soft);
    font-size: 0.9375rem;
  }

  .none {
    font-style: italic;
  }

  .trouble {
    color: var(--danger);
    font-weight: 600;
  }

  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .tag {
    color: var(--soft);
    font-size: 0.8125rem;
    font-weight: 600;
  }

  .tag-both {
    color: var(--danger);
  }

  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 0.5rem;
  }
`;
