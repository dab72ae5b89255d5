package org.tidemark.sync.state;

/**
 * A transaction has numbered changes in a scope. A CDI event; observe it after success, since before that the changes
 * are not committed.
 */
public record ScopeAdvanced(String scope, long version) {}
