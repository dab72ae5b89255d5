package com.example.fieldservice;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The estate's own REST interface, as it was there before: whatever the server finds in the WAR. */
@ApplicationPath("office")
public class Office extends Application {}
