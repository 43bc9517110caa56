package io.gatehouse.app.configuration;

/** The form of a refusal's body. */
public enum ErrorFormat {
    PROBLEM,
    SOAJS
}
