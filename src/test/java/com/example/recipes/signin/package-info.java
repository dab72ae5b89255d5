/**
 * How people sign in, as docs/adopting.md shows it: each class is for an application of its own. They are compiled, not
 * deployed together.
 */
package com.example.recipes.signin;
