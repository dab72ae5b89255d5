/**
 * The API's documents beside the API: {@link org.tidemark.it.document.ApiDocument} reads the OpenAPI document and the
 * schemas, {@link org.tidemark.it.document.Exchange} holds each message of the integration tests to them.
 */
package org.tidemark.it.document;
