package org.tidemark.rest;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** The answer is packed for a client that accepts it. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
public @interface Compressed {}
