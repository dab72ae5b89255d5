package org.tidemark.convergence.inside;

import jakarta.enterprise.context.ApplicationScoped;
import org.tidemark.demo.Contact;

/** What a row says. */
@ApplicationScoped
public class ContactRule extends TableRule<Contact> {}
