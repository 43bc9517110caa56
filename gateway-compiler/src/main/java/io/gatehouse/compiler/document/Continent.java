package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Key;

/** A continent by the two letters that geographic databases use. */
public enum Continent {
    @Key("AF")
    AFRICA,
    @Key("AN")
    ANTARCTICA,
    @Key("AS")
    ASIA,
    @Key("EU")
    EUROPE,
    @Key("NA")
    NORTH_AMERICA,
    @Key("OC")
    OCEANIA,
    @Key("SA")
    SOUTH_AMERICA
}
