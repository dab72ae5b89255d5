/** Settings: a system property, or else an environment variable. Imports nothing of ours. */
package org.tidemark.config;
