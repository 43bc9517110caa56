package io.gatehouse.compiler;

import io.gatehouse.compiler.document.ServiceDocument;
import io.gatehouse.compiler.document.ServiceDocument.AmbiguousPathPolicy;
import io.gatehouse.compiler.document.ServiceDocument.CredentialPassing;
import io.gatehouse.compiler.document.ServiceDocument.HostHeader;
import io.gatehouse.compiler.document.ServiceDocument.TimeoutsDocument;
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
                document.encodedSlash() == AmbiguousPathPolicy.PASS,
                document.pathParameters() == AmbiguousPathPolicy.PASS,
                new HeaderEdits(edits.set(), edits.remove()),
                document.injectSoajs(),
                largest == null ? null : largest.bytes());
    }
}
