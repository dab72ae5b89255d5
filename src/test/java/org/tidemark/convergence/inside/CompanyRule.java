package org.tidemark.convergence.inside;

import jakarta.enterprise.context.ApplicationScoped;
import org.tidemark.demo.Company;

/** What a row says. */
@ApplicationScoped
public class CompanyRule extends TableRule<Company> {}
