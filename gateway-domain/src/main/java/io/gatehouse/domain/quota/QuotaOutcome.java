package io.gatehouse.domain.quota;

/** What a ledger makes of a wish for permits. */
public enum QuotaOutcome {
    /** Granted, and counted. */
    ADMITTED,
    /** Not granted: the limit is used up. Nothing was counted. */
    REFUSED,
    /** Granted without being counted, as the store cannot be asked and the operator has chosen that. */
    UNCOUNTED,
    /** Not granted, as the store cannot be asked and the operator has chosen that. */
    UNAVAILABLE
}
