/** HTTP: the resources, and the mapping of what goes wrong to problem documents. The only package that knows HTTP. */
package org.tidemark.rest;
