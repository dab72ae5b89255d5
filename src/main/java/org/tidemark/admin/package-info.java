/** For whoever runs the server: what is in the database, what was refused lately, which settings hold. */
package org.tidemark.admin;
