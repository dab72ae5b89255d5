/**
 * The sample application of the WAR: companies and contacts, its users and their sign-in. An application that adopts
 * Tidemark has its own.
 */
package org.tidemark.demo;
