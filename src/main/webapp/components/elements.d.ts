/** What an application in TypeScript sees of the components: properties, events, and the names of the elements. */
import type { Dexie } from 'dexie';
import type {} from '@tidemark/client';

export interface Field {
  /** `phone`, or `address.city` for a member of an embedded object. */
  path: string;
  label: string;
  kind: 'text' | 'long' | 'number' | 'date' | 'choice' | 'reference' | 'other';
  /** Of a choice: its labels by value. */
  options?: Record<string, string>;
  /** Of a reference: its collection. */
  target?: string;
  /** As people read it, empty when there is no value. */
  show?: (value: any) => string;
  /** What somebody typed. */
  parse?: (text: string) => { value: unknown; wrong?: string };
  inputmode?: string;
  /** Longest text. */
  max?: number;
}

export interface Collection {
  /** One of them, in the language of the page: `company`. */
  noun: string;
  title: (fields: Record<string, any>) => string | undefined;
  /** In the order in which they are shown. */
  fields: Field[];
}

export interface Side {
  fields?: Record<string, any>;
  deleted?: boolean;
  version?: number;
  modifiedAt?: string;
  modifiedBy?: string;
}

export interface Conflict {
  id: string;
  collection: string;
  record: string;
  kind: string;
  detectedAt: string;
  base: Side | null;
  client: Side;
  server: Side;
  resolution?: { outcome: string; at?: string };
  canUndo?: boolean;
  closed?: boolean;
}

export type Choice = 'client' | 'server' | { fields: Record<string, any> };
export type Pick = { side: 'base' | 'client' | 'server' } | { text: string };

interface TidemarkElement extends HTMLElement {
  /** A Dexie database with the addon. */
  db: Dexie | null;
  /** What people read instead of names of fields; all of it may be left away. */
  collections: Record<string, Partial<Collection>>;
}

export interface TidemarkConflictElement extends TidemarkElement {
  /** Which conflict of `db`; also as the attribute `conflict-id`. */
  conflictId: string;
  /** Instead of `conflictId`: a conflict from elsewhere, such as the server's desk. */
  conflict: Conflict | null;
  /** Instead of `db.tidemark.resolve`. False: it was not decided, and `conflict` is set to what it is now. */
  decide: ((conflict: Conflict, choice: Choice) => Promise<boolean | void>) | null;
  /** Whose change it is; null: the reader's own. */
  person: string | null;
  /** Answers by path, to be kept and given back as they came by `tidemark-picks`. */
  picks: ReadonlyMap<string, Pick>;
  /** The page says itself which record it is. */
  untitled: boolean;
}

export interface TidemarkConflictsElement extends TidemarkElement {
  /** The address of a conflict, where each has its own page. */
  hrefOf: ((id: string) => string) | null;
  /** Conflicts from elsewhere, such as the server's desk; null: those of `db`. */
  conflicts: Conflict[] | null;
  /** With `conflicts`: whose change it is. */
  personOf: ((conflict: Conflict) => string) | null;
  /** Instead of `db.tidemark.resolve`. False: it has moved on and was not decided. */
  decide: ((conflict: Conflict, choice: Choice) => Promise<boolean | void>) | null;
}

export interface TidemarkStatusElement extends TidemarkElement {}

export interface Decided {
  conflict: Conflict;
  choice: Choice;
}

export interface TidemarkEvents {
  /** Decided. `next`: the conflict that comes now; preventDefault() keeps the element from showing it. */
  'tidemark-decided': CustomEvent<{ conflict: Conflict; choice: Choice; next?: string | null }>;
  'tidemark-decided-many': CustomEvent<{ ids: string[]; moved: number; decided: Decided[] }>;
  'tidemark-undone': CustomEvent<{ ids: string[] }>;
  /** Another conflict is asked for; preventDefault() keeps the element from showing it itself. */
  'tidemark-show': CustomEvent<{ id: string }>;
  'tidemark-picks': CustomEvent<{ conflict: Conflict; picks: ReadonlyMap<string, Pick> }>;
  /** A part of the status was pressed. */
  'tidemark-open': CustomEvent<{ about: 'conflicts' | 'refused' | 'account' }>;
}

/** Texts in another language, or words of one's own; what lacks is said in English. */
export function addTexts(
  lang: string,
  texts: Record<string, string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>)>,
): void;

declare global {
  interface HTMLElementTagNameMap {
    'tidemark-conflict': TidemarkConflictElement;
    'tidemark-conflicts': TidemarkConflictsElement;
    'tidemark-status': TidemarkStatusElement;
  }
  interface HTMLElementEventMap extends TidemarkEvents {}
}
