/** The registry as it is written: services, products, tenants and policy, and the rules between them. */
@NullMarked
package io.gatehouse.compiler.document;

import org.jspecify.annotations.NullMarked;
