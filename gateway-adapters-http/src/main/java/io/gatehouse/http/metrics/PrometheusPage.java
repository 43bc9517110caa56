package io.gatehouse.http.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The page that Prometheus reads: all metrics of a registry as text. Safe for concurrent use. */
public final class PrometheusPage {

    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final Runnable before;

    /**
     * One rendering of the page.
     *
     * @param contentType the form it is in
     * @param body the page
     */
    @SuppressWarnings("ArrayRecordComponent") // made for one answer and handed on, never compared
    public record Rendered(String contentType, byte[] body) {}

    /** A page over this registry; {@code before} is run before each rendering. */
    public PrometheusPage(PrometheusMeterRegistry registry, Runnable before) {
        this.registry = registry;
        this.before = before;
    }

    /** Renders the page in OpenMetrics where the {@code Accept} header asks for it, else in Prometheus' older text. */
    public Rendered render(@Nullable String accept) {
        boolean open = accept != null && accept.contains("application/openmetrics-text");
        String contentType = open ? OPEN_METRICS : TEXT;
        before.run();
        var body = new ByteArrayOutputStream(16 * 1024);
        try {
            registry.scrape(body, contentType);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Rendered(contentType, body.toByteArray());
    }
}
