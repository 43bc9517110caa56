/** Reads YAML and JSON files into trees with places, fills in placeholders, and lays environment variables over them. */
@NullMarked
package io.gatehouse.registry.yaml;

import org.jspecify.annotations.NullMarked;
