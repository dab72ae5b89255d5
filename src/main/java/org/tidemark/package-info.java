/**
 * Tidemark: offline synchronisation with exact conflict detection for Jakarta EE.
 *
 * <p>Start at {@link org.tidemark.sync.SyncService}. A package imports only what stands above it in this list, and a
 * test holds that:
 *
 * <pre>
 * config, log, json, dialect, metrics   nothing of ours
 * protocol                     the wire
 * memory                       what a request may hold
 * spi                          what an application implements
 * mapping.field, mapping       entities and records
 * triggers                     plain SQL beside JPA
 * sync.retry                   how a transaction fails
 * sync.audit                   what happened, in the transaction of the deed
 * sync.state                   the tables of Tidemark
 * sync.access                  what a caller may do
 * sync.decide                  versions in, decision out
 * sync.clock                   locks and numbers
 * sync.purge                   what is kept no longer
 * sync.constraints             unique and foreign keys
 * sync.capture                 what the application writes
 * sync.push, sync.pull         one transaction each
 * sync                         SyncService, and what stands around its transactions
 * audit                        the chain of what happened
 * health                       for who restarts nodes and balances load
 * desk                         conflicts and replicas, for people
 * admin                        the whole server, for who runs it
 * web, rest.events, rest       HTTP
 * openid                       OpenID Connect, for the sign-in of the sample application
 * client                       a client in Java; knows none of the others, and nobody imports it
 * demo, datasource             the sample application; nobody imports them
 * </pre>
 */
package org.tidemark;
