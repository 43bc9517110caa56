package io.gatehouse.discovery.watch;

import io.gatehouse.domain.service.Host;
import java.time.Duration;
import java.util.List;

/** One question to one source. It is asked in rounds, one at a time, for as long as somebody wants to know. */
public interface HostQuery extends AutoCloseable {

    /**
     * Begins a round and returns soon; may read a file, waits for nobody. Whatever happens, the round must come to an end: by
     * {@link Round#next}, by {@link Round#failed}, or by a {@link Round#found} that answers false.
     *
     * @param afresh whether nothing may be taken for granted that an earlier round has found, such as an index to go on from
     */
    void ask(Round round, boolean afresh);

    /** Gives up what is under way. Called once, after the last round has been asked for. */
    @Override
    void close();

    /** What one round finds out; safe for concurrent use. Once the round is over it counts no more. */
    interface Round {

        /**
         * These are all hosts at this moment.
         *
         * @return whether to go on; false if there are none, which is believed only when the source says so a second time: the round is
         *     over, and the next one begins afresh
         */
        boolean found(List<Host> all);

        /** Something is wrong, for operators, without secrets; the round goes on, and what was found before stays. */
        void problem(String reason);

        /** The round is over; the next one begins after a pause. */
        void next(Duration pause);

        /** The round is over as the source could not be asked; the next one begins after a pause that grows from one to the next. */
        void failed(String reason);
    }
}
