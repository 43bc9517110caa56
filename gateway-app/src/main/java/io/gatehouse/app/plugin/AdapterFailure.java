package io.gatehouse.app.plugin;

import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.ProvisionException;
import com.google.inject.spi.Message;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An adapter that cannot be made; the message is one line for operators. */
public final class AdapterFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String expected;

    AdapterFailure(KnownAdapter adapter, Throwable cause) {
        this(adapter, expected(adapter, cause), cause);
    }

    private AdapterFailure(KnownAdapter adapter, String expected, Throwable cause) {
        this(adapter.path() + ": cannot be made (expected " + expected + ")", cause, expected);
    }

    private AdapterFailure(String message, Throwable cause, String expected) {
        super(message, cause);
        this.expected = expected;
    }

    /** One that has been made and cannot be started. */
    static AdapterFailure ofStart(KnownAdapter adapter, Throwable cause) {
        String jar = adapter.from().isEmpty() ? "" : " of " + adapter.from();
        String expected = adapter.module().getClass().getName() + jar + " to start, but " + words(cause);
        return new AdapterFailure(adapter.path() + ": cannot be started (expected " + expected + ")", cause, expected);
    }

    /** One whose start does not come to an end. */
    static AdapterFailure ofStart(KnownAdapter adapter, long seconds) {
        return ofStart(adapter, new IllegalStateException("it has not returned within " + seconds + " s"));
    }

    /** Completes the sentence "expected ...". */
    public String expected() {
        return expected;
    }

    private static String expected(KnownAdapter adapter, Throwable cause) {
        String jar = adapter.from().isEmpty() ? "" : " of " + adapter.from();
        return adapter.module().getClass().getName() + jar + " to make a "
                + adapter.module().point().port().getSimpleName() + ", but " + reason(cause);
    }

    private static String reason(Throwable failure) {
        Collection<Message> messages = List.of();
        if (failure instanceof CreationException creation) {
            messages = creation.getErrorMessages();
        } else if (failure instanceof ProvisionException provision) {
            messages = provision.getErrorMessages();
        } else if (failure instanceof ConfigurationException configuration) {
            messages = configuration.getErrorMessages();
        }
        for (Message message : messages) {
            return message.getCause() == null ? line(message.getMessage()) : words(message.getCause());
        }
        return words(failure);
    }

    /** What was thrown, in one line. */
    static String words(@Nullable Throwable thrown) {
        return line(String.valueOf(thrown));
    }

    private static String line(String text) {
        return text.lines().findFirst().orElse("").strip();
    }
}
