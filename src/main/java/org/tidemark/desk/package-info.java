/** The conflict desk: the register to read, and the resolution of conflicts by a person in front of it. */
package org.tidemark.desk;
