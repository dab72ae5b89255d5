package com.example.fieldservice;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Open to everybody. */
@Path("greeting")
public class GreetingResource {

    @GET
    public String greet() {
        return "field service";
    }
}
