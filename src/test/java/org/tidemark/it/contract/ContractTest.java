package org.tidemark.it.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tidemark.it.server.ServerExtension;

/** On a test class: its helpers find the deployed server by {@link Deployed#server()}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith({ServerExtension.class, Deployed.class})
public @interface ContractTest {}
