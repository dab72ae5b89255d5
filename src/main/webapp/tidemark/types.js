/**
 * The shapes that the client's files share. Nothing runs here.
 *
 * @typedef {Record<string, any>} Fields the fields of a record, without its id
 * @typedef {'added' | 'modified' | 'deleted'} Kind
 *
 * @typedef {object} Meta what a clean record carries in its own row, hidden from the application
 * @property {number} version
 * @property {string | null} scope null until a pull told it
 * @property {number} [acked] the push that it was acknowledged with; the server's own fields at this version were not
 *   pulled yet
 * @property {number} [merged] the version at which the server has made something else of what was sent, and that was
 *   not pulled yet
 *
 * @typedef {object} ServerSide the newest state of a record on the server, seen while it was pinned here
 * @property {number | null} version null: a pull said that it is gone, not at which version
 * @property {string | null} [scope]
 * @property {true} [deleted]
 * @property {Fields} [fields]
 * @property {string} [modifiedAt]
 * @property {string} [modifiedBy]
 * @property {true} [isAsked] the desk was asked who deleted it
 *
 * @typedef {object} Rejection
 * @property {string} reason
 * @property {string} [detail]
 * @property {{field: string, message: string}[]} [violations]
 *
 * @typedef {object} Entry what is known of a record that is not clean; present only while it is not
 * @property {string} collection
 * @property {string} id
 * @property {boolean} isFromServer the record exists on the server
 * @property {boolean} isModified it was modified here
 * @property {boolean} isActive false: it was deleted here
 * @property {number | null} version the base version
 * @property {string | null} scope
 * @property {Fields | null} base the row as it was at the base version; null: there was none, or it may not be kept
 * @property {number} edits rises with each local write
 * @property {number} [sent] number of the push that carries it and has no answer yet
 * @property {number} [acked] as in Meta: the base version was acknowledged with this push, and not pulled yet
 * @property {number} [merged] as in Meta
 * @property {string} [group] changes of one group are applied together or not at all
 * @property {string} [conflict] id of its conflict
 * @property {Rejection} [rejected]
 * @property {{at: number, times: number, lacks?: {collection: string, id: string}[]}} [tried] when it was last
 *   rejected, how often in a row, and which parents the server did not have then
 * @property {ServerSide} [server]
 * @property {{fields: Fields | null}} [doubt] what a push carried whose answer will never come; null: its deletion
 * @property {Fields} [withheld] the user's own fields of a record whose scope may no longer be read; its row is gone
 *
 * @typedef {object} Side
 * @property {number} [version]
 * @property {Fields} [fields]
 * @property {boolean} [deleted]
 * @property {string} [modifiedAt]
 * @property {string} [modifiedBy]
 *
 * @typedef {object} Resolution
 * @property {'client' | 'server' | 'merged'} outcome
 * @property {string} at
 *
 * @typedef {object} Conflict
 * @property {string} id
 * @property {string} collection
 * @property {string} record
 * @property {string} kind
 * @property {string} detectedAt
 * @property {string[]} disputed
 * @property {Side} base
 * @property {Side} client
 * @property {Side} server
 * @property {Resolution} [resolution] decided here, not yet pushed
 * @property {{entry: Entry, row: Fields | null, edits: number | null}} [before] what undo() puts back
 * @property {number} [edits] the edit counter of what was sent
 * @property {true} [closed] somebody else decided; the next pull settles it
 * @property {boolean} [canUndo] undo() works at this moment
 *
 * @typedef {object} FieldInfo
 * @property {string} name
 * @property {string} type
 * @property {boolean} [required]
 * @property {boolean} [readOnly]
 * @property {string | null} [target]
 * @property {number | null} [maxLength]
 * @property {Rules} [rules] constraints that a form can look at before anything is sent
 * @property {FieldInfo[]} [fields] of an object
 *
 * @typedef {object} Rules each absent where it says nothing; bounds are decimals as text
 * @property {string} [min]
 * @property {string} [max]
 * @property {string} [above]
 * @property {string} [below]
 * @property {number} [integer] digits before the point
 * @property {number} [fraction] digits after it
 * @property {number} [minLength]
 * @property {true} [notBlank]
 * @property {true} [email]
 * @property {{regexp: string, flags: string}[]} [patterns] in the syntax of Java
 * @property {'past' | 'pastOrPresent' | 'future' | 'futureOrPresent'} [time]
 * @property {boolean} [is]
 * @property {true} [absent]
 *
 * @typedef {object} CollectionInfo
 * @property {string} name
 * @property {string | null} [scope] the field that gives a record's scope
 * @property {'block' | 'receive' | 'isolate'} gate
 * @property {string} merge
 * @property {FieldInfo[]} fields
 *
 * @typedef {object} ServerInfo the answer of GET /api
 * @property {number} protocol
 * @property {string} epoch
 * @property {string} user
 * @property {string[]} roles
 * @property {{changes: number, bytes: number, page: number}} limits
 * @property {string[] | null} [writableScopes] null: all, or too many to tell
 * @property {CollectionInfo[]} collections
 *
 * @typedef {object} Replica this local database, as the server knows it
 * @property {'replica'} key
 * @property {string} replica
 * @property {number} number of the last push
 * @property {string | null} cursor
 * @property {string | null} lastSync
 * @property {string | null} epoch
 * @property {string | null} user
 * @property {string[]} collections those that the cursor covers
 * @property {boolean} full a pull from nothing is under way: scopes that it does not mention will go
 * @property {boolean} inDoubt entries hold what was sent without an answer that will ever come
 * @property {boolean} otherEpoch the versions held here come from another life of the server's database
 * @property {number | null} pass the last push that the pass of pages under way knows of; null: none is under way
 * @property {Record<string, number>} at by scope, the version of the server's state that the store holds
 *
 * @typedef {{replica: string, number: number, cursor: string | null, knows?: number}} Asked where the replica stood when a request
 *   was made; knows: the last push that the answer can know of, if that is not the last
 *
 * @typedef {object} Flight a push that is under way, stored before it is sent
 * @property {'inflight'} key
 * @property {number} number
 * @property {string} replica
 * @property {string} body the exact text of the request
 * @property {string | null} cursor
 * @property {{collection: string, id: string, kind: Kind, edits: number, again?: true}[]} sent again: rejected before,
 *   as it is
 * @property {string[]} resolutions
 * @property {string} [was] the text as it was before an empty push took its number
 * @property {number} [failures] in how many syncs it failed
 * @property {true} [aside] others' changes were pulled past it
 * @property {true} [lost] it went before, and no answer came: it may have been carried out
 *
 * @typedef {object} Upsert
 * @property {string} id
 * @property {number} version
 * @property {string} [modifiedAt]
 * @property {string} [modifiedBy]
 * @property {Fields} fields
 *
 * @typedef {Record<string, {upserted?: Upsert[], removed?: string[]}>} PulledChanges
 * @typedef {{scope: string, reset?: boolean, dropped?: boolean, changes?: PulledChanges}} PulledScope
 * @typedef {object} Pull
 * @property {string} cursor
 * @property {boolean} more
 * @property {PulledScope[]} [scopes]
 * @property {{conflict: string, outcome: string, by?: string, at?: string}[]} [settled]
 * @property {Record<string, number>} [seen] of the scopes that had news, the clock up to which this pass has brought
 *   everything
 *
 * @typedef {object} PushAnswer
 * @property {number} number
 * @property {boolean} [repeated]
 * @property {{collection: string, id: string, version: number, merged?: boolean}[]} [applied]
 * @property {Conflict[]} [conflicts]
 * @property {(Rejection & {collection: string, id: string})[]} [rejected]
 *
 * @typedef {object} SyncAnswer
 * @property {string} syncedAt
 * @property {string} epoch
 * @property {PushAnswer} [push]
 * @property {Pull} [pull]
 *
 * @typedef {object} LivePage what a pull would have brought, if this was asked; it came by the event stream
 * @property {Asked} asked
 * @property {SyncAnswer & {pull: Pull}} answer
 *
 * @typedef {'synced' | 'conflicts' | 'blocked' | 'offline' | 'unauthenticated' | 'revoked' | 'failed'} Status
 *
 * @typedef {object} Report
 * @property {Status} status
 * @property {string | null} lastSync server time
 * @property {number} pushed changes sent
 * @property {number} applied
 * @property {number} conflicts newly detected; with status blocked: those that stopped the sync
 * @property {number} rejected
 * @property {number} pulled records written here
 * @property {number} removed records removed here
 * @property {string | null} reason why, where the status needs one
 * @property {number} [retryAfter] milliseconds that the server asks to be left alone for
 * @property {End} [unasked] with status blocked: why the server could not be asked what others decided
 * @property {number} [lost] with status revoked: unsent changes that were removed
 * @property {Record<string, number>} at by scope, the version of the server's state that the store holds now
 * @property {Open | null} open what remains; null: the local store does not say
 *
 * @typedef {{status: Status, reason: string | null, retryAfter?: number, unasked?: End, lost?: number}} End
 *
 * @typedef {object} Open each record is counted once
 * @property {number} pending changes that were not sent, or not acknowledged, and that no conflict is about
 * @property {number} conflicts
 * @property {number} rejected
 *
 * @typedef {object} Connection how the replica stands with its server
 * @property {boolean} online what the browser says of the network: a hint that may be wrong
 * @property {'unknown' | 'reached' | 'unreachable' | 'unauthenticated' | 'revoked' | 'failed'} server how the last
 *   contact ended
 * @property {string | null} retryAt when it is tried again by itself
 * @property {string | null} reason why the last contact did not end well
 * @property {boolean} isRunning
 * @property {{phase: 'push' | 'pull', done: number, total: number | null} | null} progress
 * @property {'available' | 'full' | 'unavailable'} storage whether this browser keeps what is written
 *
 * @typedef {object} Options
 * @property {string} url where the server's /api is
 * @property {string[]} collections tables that are synchronised
 * @property {string} [user] the signed-in user; each has a database of their own
 * @property {typeof globalThis.fetch} [fetch]
 * @property {() => (Record<string, string> | Promise<Record<string, string>>)} [headers] called per request
 * @property {boolean} [syncOnOnline]
 * @property {boolean} [syncOnLogin]
 * @property {boolean} [syncOnResume]
 * @property {number} [syncOnChange] milliseconds of quiet after a write
 * @property {number} [interval] milliseconds between syncs
 * @property {boolean} [live] follow /api/events
 * @property {{base?: number, max?: number, attempts?: number}} [retry] milliseconds, and tries in all
 * @property {number} [timeout] milliseconds a request may take
 * @property {number} [page] records asked for at a time
 * @property {number} [changesPerPush]
 *
 * @typedef {Required<Omit<Options, 'user' | 'fetch' | 'headers' | 'retry'>>
 *   & Pick<Options, 'user' | 'fetch' | 'headers'> & {retry: {base: number, max: number, attempts: number}}} Config
 *
 * @typedef {object} Context what the files of one `db.tidemark` share
 * @property {import('dexie').Dexie} db
 * @property {Config | null} config null until configure()
 * @property {import('./events.js').Events} events
 * @property {ServerInfo | null} server what GET /api last said
 * @property {string | null} lastSync
 * @property {import('dexie').DBCore | null} core the store below change tracking
 * @property {WeakMap<object, string>} groups IndexedDB transaction to group
 * @property {string | null} [replica] id, as far as this session knows; null: there was none when the database was
 *   opened; missing: it was not opened yet
 * @property {Record<string, number>} seen by scope, the clock up to which a pull of this session has brought everything
 * @property {boolean} isIdentified this session knows who is signed in
 * @property {boolean} isLeaving the user is being signed out: what was written now would be lost
 * @property {() => void} onTracked called when a write was tracked
 * @property {number} freed how many changes that were held back became free in this session
 * @property {number} edits how many writes of this session were tracked
 * @property {{edits: number, asked: Asked & {body: string}} | null} rest after a sync that left nothing: how many there
 *   were then, and what the next one asks unless there are more
 */

export {};
