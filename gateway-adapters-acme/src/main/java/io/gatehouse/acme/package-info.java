/**
 * Has certificates issued by an authority that speaks ACME (RFC 8555), renews them in time, and keeps them in a folder that several
 * processes may share.
 */
@NullMarked
package io.gatehouse.acme;

import org.jspecify.annotations.NullMarked;
