/**
 * What the server counts and times, by Micrometer: for dashboards and alerts. Imports nothing of ours, so that
 * everybody may count. Docs: docs/operating.md.
 */
package org.tidemark.metrics;
