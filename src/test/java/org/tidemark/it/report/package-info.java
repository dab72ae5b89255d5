/** What the runs of the integration tests on each server leave for the README. */
package org.tidemark.it.report;
