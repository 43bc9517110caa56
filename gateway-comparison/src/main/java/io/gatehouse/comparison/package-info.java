/** What changes for callers between two registries. Pure: the rules of both sides are asked, nobody is called. */
@NullMarked
package io.gatehouse.comparison;

import org.jspecify.annotations.NullMarked;
