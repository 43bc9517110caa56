package io.gatehouse.app.configuration;

/** The form of a line in the access log. */
public enum AccessLogFormat {
    JSON,
    TEXT,
    OFF
}
