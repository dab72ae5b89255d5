/**
 * How Tidemark reaches its database: {@link org.tidemark.database.ConfiguredDataSource} opens connections to the
 * database that the configuration names, {@link org.tidemark.database.Schema} brings its tables up to date at start.
 *
 * <p>Imports nothing of ours, and nobody imports it: the rest knows a data source by its name and tables by JPA.
 */
package org.tidemark.database;
