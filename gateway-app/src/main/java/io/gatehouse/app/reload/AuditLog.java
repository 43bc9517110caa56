package io.gatehouse.app.reload;

import io.gatehouse.domain.registry.ReloadResult;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each change of state: who, what, from, to; the log adds when. The logger is called {@code gatehouse.audit}, so
 * that its lines can be sent elsewhere.
 */
final class AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger("gatehouse.audit");

    private AuditLog() {}

    /** Hashes as they were before and after; they are the same where nothing was changed. */
    static void reload(ReloadCause cause, ReloadResult result, String from, String to) {
        LOG.info(
                "who=\"{}\" what=reload result={} from={} to={}",
                cause.who(),
                result.name().toLowerCase(Locale.ROOT),
                from.isEmpty() ? "nothing" : from,
                to);
    }
}
