package io.gatehouse.domain.quota;

/** Makes a store fail, for the contract suites of those who count with it. Used by one thread. */
public interface StoreControl {

    /** From now on every operation fails, at once or when its time is up. */
    void takeAway();

    /** From now on no operation ends before its time is up. */
    void slowDown();

    /** It answers again, and may have lost what it held; returns once whoever counts with it has noticed. */
    void bringBack();
}
