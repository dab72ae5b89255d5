package com.example.fieldservice.accounting;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** What the other persistence unit is for. */
@Path("invoices")
public class InvoiceResource {

    @Inject
    private Ledger ledger;

    @GET
    @Path("{number}/total")
    public String total(@PathParam("number") String number) {
        return ledger.total(number).toPlainString();
    }
}
