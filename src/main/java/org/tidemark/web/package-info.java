/**
 * What every request passes before it is answered: servlet filters that bound what a caller can make the server hold,
 * refuse what another site or no client of ours sends, and put the headers that browsers protect a page by. web.xml and
 * web-fragment.xml map them.
 */
package org.tidemark.web;
