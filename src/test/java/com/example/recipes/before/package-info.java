/** The application of the recipes before Tidemark came. */
package com.example.recipes.before;
