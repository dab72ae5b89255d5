/**
 * The icons: strokes on a 24 grid, drawn by us. They only repeat what a text beside them says, so readers skip them.
 */
import { html } from 'lit';

const paths = {
  sync: 'M4 12a8 8 0 0 1 13.7-5.6L20 9M20 4v5h-5M20 12a8 8 0 0 1-13.7 5.6L4 15M4 20v-5h5',
  online: 'M3 14c3-4 6 2 9-2s6-2 9 0M3 19c3-4 6 2 9-2s6-2 9 0M12 8V3M9 5.5 12 3l3 2.5',
  offline: 'M3 17c3-3 5 1 7-1M14 15c3-2 5 0 7 0M4 4l16 16M12 7V4',
  pending: 'M12 19V6M6 11l6-6 6 6M5 21h14',
  conflict: 'M12 4v16M8 8 4 12l4 4M16 8l4 4-4 4',
  refused: 'M7.5 3h9L21 7.5v9L16.5 21h-9L3 16.5v-9zM9 9l6 6M15 9l-6 6',
  decided: 'M4 12l5 5L20 6',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM16 16l5 5',
  add: 'M12 5v14M5 12h14',
  edit: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  back: 'M10 5l-7 7 7 7M3 12h18',
  undo: 'M8 5 3 10l5 5M3 10h11a6 6 0 0 1 0 12h-3',
  company: 'M4 21V5l9-2v18M13 9h7v12M3 21h18M7 9h2M7 13h2M7 17h2M16 13h1M16 17h1',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4 21c1-5 4-7 8-7s7 2 8 7',
  desk: 'M12 3v18M5 7h14M5 7l-3 7h6zM19 7l-3 7h6zM8 21h8',
  browser: 'M3 5h18v14H3zM3 9h18M6 7h.01M9 7h.01',
  base: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4l3 2',
  server: 'M4 4h16v6H4zM4 14h16v6H4zM8 7h.01M8 17h.01',
  warning: 'M12 3l10 18H2zM12 10v5M12 18h.01',
  close: 'M6 6l12 12M18 6 6 18',
  chevron: 'M9 5l7 7-7 7',
  save: 'M12 4v11M7 11l5 5 5-5M4 20h16',
};

/** @typedef {keyof typeof paths} IconName */

/** @param {IconName} name */
export const icon = (name) =>
  html`<svg viewBox="0 0 24 24" class=${`icon icon-${name}`} aria-hidden="true">
    <path d=${paths[name]} />
  </svg>`;
