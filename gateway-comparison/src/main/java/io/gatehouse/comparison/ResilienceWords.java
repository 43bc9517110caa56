package io.gatehouse.comparison;

import io.gatehouse.compiler.document.CircuitBreakerDocument;
import io.gatehouse.compiler.document.ServiceDocument.OutliersDocument;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What breakers and outlier detection mean for who calls, in words. Two documents that mean the same read the same. */
final class ResilienceWords {

    private ResilienceWords() {}

    static String of(@Nullable CircuitBreakerDocument breaker) {
        List<String> causes = breaker == null ? List.of() : causes(breaker);
        return breaker == null || causes.isEmpty()
                ? "calls are made however many fail"
                : "after " + String.join(", or ", causes) + ", calls to a version are refused for "
                        + time(breaker.openFor());
    }

    private static List<String> causes(CircuitBreakerDocument breaker) {
        var causes = new ArrayList<String>();
        if (breaker.consecutiveFailures() != null) {
            causes.add(breaker.consecutiveFailures() + " failures in a row");
        }
        String of = " of at least " + breaker.minimumCalls() + " calls in " + time(breaker.window());
        if (breaker.failureRate() != null) {
            causes.add("failures of " + breaker.failureRate().text() + of);
        }
        if (breaker.slowRate() != null) {
            causes.add("more than " + time(breaker.slowAfter()) + " in "
                    + breaker.slowRate().text() + of);
        }
        return causes;
    }

    static String of(@Nullable OutliersDocument outliers) {
        if (outliers == null) {
            return "hosts are used however many of their calls fail";
        }
        Duration longest = outliers.atLongest();
        Duration slowly = outliers.slowStart();
        return "after " + outliers.consecutiveFailures() + " failures in a row a host is left out for "
                + time(outliers.ejectFor())
                + (longest == null ? "" : ", later for up to " + time(longest))
                + ", of all hosts at most " + outliers.atMost().text()
                + (slowly == null ? "" : ", and takes " + time(slowly) + " to come back");
    }

    static String time(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
        return seconds.toPlainString() + " s";
    }
}
