/** The rules of the gateway, without a word about servers, drivers or files. */
@NullMarked
package io.gatehouse.domain;

import org.jspecify.annotations.NullMarked;
