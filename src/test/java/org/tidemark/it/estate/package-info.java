/**
 * The sample estate {@code com.example.fieldservice}, packed with the built classes jar and deployed to a real server:
 * what an application gets from Tidemark that has its own entities, its own rights and its own code that writes.
 */
package org.tidemark.it.estate;
