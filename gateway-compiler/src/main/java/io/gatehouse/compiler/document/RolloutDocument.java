package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.Matching;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;
import io.gatehouse.domain.service.Rollout;
import io.gatehouse.domain.service.Rollout.StickTo;
import io.gatehouse.domain.service.VersionNumber;
import org.jspecify.annotations.Nullable;

/** A version that some of the callers get who ask for none; the others get the newest below it. */
public record RolloutDocument(
        @Described("The version that is rolled out; it and an older one must be deployed.")
        VersionNumber version,

        @Described(
                "The share of the callers who get it, of those to whom it and an older one are granted; a larger share only adds callers.")
        @Default("0%")
        Percentage share,

        @Described("What callers are distinguished by; without a key, or a user, it is the address.") @Default("key")
        StickTo stickTo,

        @Described("Requests that get it in any case.") @Nullable
        MarkedRequests when,

        Origin origin) {

    /** What callers are judged by. */
    public Rollout toRollout() {
        return new Rollout(
                version,
                share,
                stickTo,
                when == null ? null : when.header(),
                when == null ? null : when.equals(),
                origin);
    }

    /** Requests that say in a header that they want the version that is rolled out. */
    public record MarkedRequests(
            @Described("The header.") @Matching(value = NameForms.HEADER, expected = NameForms.HEADER_EXPECTED)
            String header,

            @Described("What it has to say, letter by letter.")
            @Matching(
                    value = "[\\x21-\\x7e]([\\x20-\\x7e]{0,198}[\\x21-\\x7e])?",
                    expected = "1 to 200 characters of ASCII")
            String equals,

            Origin origin) {}
}
