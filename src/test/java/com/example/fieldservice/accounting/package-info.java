/** A part of the estate with a persistence unit of its own; packed with PostgreSQL only. */
package com.example.fieldservice.accounting;
