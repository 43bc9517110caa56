package io.gatehouse.domain.authorization;

import io.gatehouse.domain.address.MaskedAddress;
import io.gatehouse.domain.pipeline.Caller;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.service.Rollout;
import io.gatehouse.domain.service.Rollout.StickTo;
import io.gatehouse.domain.service.Service;
import io.gatehouse.domain.service.ServiceVersion;
import io.gatehouse.domain.service.VersionNumber;
import io.gatehouse.domain.tenancy.ApiKey;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which version a call goes to that asks for none: the newest that is granted to its caller, or where a version is rolled out and an
 * older one is granted too, one of these two.
 */
final class VersionChoice {

    private VersionChoice() {}

    /** Whether it takes the user to tell; it does not for callers who have no choice between two versions. */
    static boolean needsUser(RequestState state) {
        Rollout rollout = state.route().askedVersion() == null ? rollout(state) : null;
        return rollout != null && rollout.stickTo() == StickTo.USER;
    }

    /** The version; null if none is granted. */
    static @Nullable ServiceVersion of(RequestState state) {
        Service service = state.route().service();
        Rollout rollout = rollout(state);
        if (rollout != null) {
            ServiceVersion rolledOut = service.version(rollout.version());
            ServiceVersion before = newest(state, service, rollout.version());
            if (rolledOut != null && before != null && isGranted(state, rolledOut)) {
                return gets(state, rollout, before) ? rolledOut : before;
            }
        }
        return newest(state, service, null);
    }

    /** The newest that is granted; only of those below a version unless that is null. */
    private static @Nullable ServiceVersion newest(RequestState state, Service service, @Nullable VersionNumber below) {
        for (ServiceVersion version : service.versions()) {
            boolean counts = below == null || version.key().version().compareTo(below) < 0;
            if (counts && isGranted(state, version)) {
                return version;
            }
        }
        return null;
    }

    private static @Nullable Rollout rollout(RequestState state) {
        return state.route().service().forwarding().steering().rollout();
    }

    private static boolean isGranted(RequestState state, ServiceVersion version) {
        ApiKey key = state.caller().key();
        return key == null
                || state.caller().skips(SkippedCheck.ACL)
                || key.acl().find(version.key()) != null;
    }

    private static boolean gets(RequestState state, Rollout rollout, ServiceVersion otherwise) {
        String header = rollout.whenHeader();
        if (header != null && String.valueOf(rollout.whenEquals()).equals(state.header(header))) {
            note(state, rollout, "this request does by its header " + header);
            return true;
        }
        String subject = subject(state, rollout.stickTo());
        byte[] bytes = subject == null
                ? MaskedAddress.of(state.clientAddress(), MaskedAddress.DEFAULT_IPV6_PREFIX)
                        .toString()
                        .getBytes(StandardCharsets.UTF_8)
                : subject.getBytes(StandardCharsets.UTF_8);
        double position = Rollout.position(state.route().service().name(), bytes);
        boolean gets = rollout.reaches(position);
        if (state.trace().wanted()) {
            String by = subject == null ? "address" : rollout.stickTo().word();
            note(
                    state,
                    rollout,
                    String.format(
                            Locale.ROOT,
                            "this caller, who by %s stands at %.4f %%, %s",
                            by,
                            position * 100,
                            gets ? "does" : "gets v" + otherwise.key().version()));
        }
        return gets;
    }

    /** What the caller is told apart by; null for the address. */
    private static @Nullable String subject(RequestState state, StickTo stickTo) {
        Caller caller = state.caller();
        return switch (stickTo) {
            case KEY -> state.keyName();
            case USER -> state.userId();
            case TENANT -> caller.key() == null ? null : caller.tenant();
            case ADDRESS -> null;
        };
    }

    private static void note(RequestState state, Rollout rollout, String what) {
        if (state.trace().wanted()) {
            state.trace().note(rollout.origin(), "of callers without a version " + rollout.text() + "; " + what);
        }
    }
}
