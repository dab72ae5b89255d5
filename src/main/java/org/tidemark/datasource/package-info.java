/**
 * How Tidemark reaches its database: {@link org.tidemark.datasource.ConfiguredDataSource} opens connections to the
 * database that the configuration names, {@link org.tidemark.datasource.Schema} brings its tables up to date at start.
 *
 * <p>Imports nothing of ours, and nobody imports it: the rest knows a data source by its name and tables by JPA.
 */
package org.tidemark.datasource;
