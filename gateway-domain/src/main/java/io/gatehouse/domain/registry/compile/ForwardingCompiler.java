package io.gatehouse.domain.registry.compile;

import io.gatehouse.domain.registry.document.CredentialPassing;
import io.gatehouse.domain.registry.document.HostHeader;
import io.gatehouse.domain.registry.document.Passage;
import io.gatehouse.domain.registry.document.ServiceDocument;
import io.gatehouse.domain.registry.document.TimeoutsDocument;
import io.gatehouse.domain.service.Forwarding;
import io.gatehouse.domain.service.HeaderEdits;
import io.gatehouse.domain.service.Timeouts;

/** Compiles what a service's upstreams get to see, and for how long they are waited for. */
final class ForwardingCompiler {

    private ForwardingCompiler() {}

    static Forwarding compile(ServiceDocument document) {
        TimeoutsDocument timeouts = document.timeouts();
        var edits = document.responseHeaders();
        var largest = document.maxBodySize();
        return new Forwarding(
                new Timeouts(timeouts.connect(), timeouts.response(), timeouts.idle(), timeouts.total()),
                document.credentials() == CredentialPassing.PASS,
                document.hostHeader() == HostHeader.PRESERVE,
                document.encodedSlash() == Passage.PASS,
                document.pathParameters() == Passage.PASS,
                new HeaderEdits(edits.set(), edits.remove()),
                document.injectSoajs(),
                largest == null ? null : largest.bytes());
    }
}
