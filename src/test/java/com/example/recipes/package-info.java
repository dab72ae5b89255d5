/**
 * The recipes of docs/adopting.md: entities, a policy and pages of an application that had its tables before Tidemark
 * came. A test runs them with both JPA providers.
 */
package com.example.recipes;
