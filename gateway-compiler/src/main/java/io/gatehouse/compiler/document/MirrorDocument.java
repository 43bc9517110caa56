package io.gatehouse.compiler.document;

import io.gatehouse.configuration.Default;
import io.gatehouse.configuration.Described;
import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.Origin;
import io.gatehouse.configuration.Percentage;

/** Where copies of a service's requests go. Their answers are dropped, and no call waits for them. */
public record MirrorDocument(
        @Described("The host that gets the copies.") HostUrl to,

        @Described("The share of requests that are copied; of requests with a body those up to 64 KB.") @Default("100%")
        Percentage share,

        Origin origin) {

    public MirrorDocument {
        if (to.http2()) {
            throw new MalformedValue("an http or https host: copies are sent by HTTP/1.1");
        }
    }
}
