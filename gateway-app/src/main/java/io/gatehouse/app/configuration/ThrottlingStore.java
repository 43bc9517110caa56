package io.gatehouse.app.configuration;

/** What keeps the counters. */
public enum ThrottlingStore {
    MEMORY,
    MONGO
}
