/**
 * Web components for any application with `db.tidemark`: `<tidemark-conflict>`, `<tidemark-conflicts>` and
 * `<tidemark-status>`. Start reading at element/conflict.js; what decides is in conflict/, without a page.
 */
import { TidemarkConflict } from './element/conflict.js';
import { TidemarkConflicts } from './element/conflicts.js';
import { TidemarkStatus } from './element/status.js';

export { addTexts } from './texts/texts.js';

const elements = {
  'tidemark-conflict': TidemarkConflict,
  'tidemark-conflicts': TidemarkConflicts,
  'tidemark-status': TidemarkStatus,
};

// A page may load them twice, by two bundles.
for (const [name, element] of Object.entries(elements))
  if (!customElements.get(name)) customElements.define(name, element);
