package io.gatehouse.plugin;

import java.util.Map;

/**
 * What the process is to its adapters.
 *
 * @param environment the environment that keys and tokens must be for
 * @param variables the environment variables that placeholders may name
 */
public record ProcessEnvironment(String environment, Map<String, String> variables) {

    public ProcessEnvironment {
        variables = Map.copyOf(variables);
    }

    /** Without the variables, which hold secrets. */
    @Override
    public String toString() {
        return environment;
    }
}
