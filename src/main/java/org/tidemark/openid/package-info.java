/**
 * OpenID Connect without a server: what is sent to a provider, what is made of its answers, and which tokens are taken.
 * It knows no request and no session; org.tidemark.demo has both. An application that adopts Tidemark has its own
 * sign-in, and never gets this.
 */
package org.tidemark.openid;
