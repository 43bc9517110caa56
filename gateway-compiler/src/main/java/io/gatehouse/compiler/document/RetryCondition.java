package io.gatehouse.compiler.document;

import io.gatehouse.configuration.MalformedValue;
import io.gatehouse.configuration.ScalarType;
import java.util.regex.Pattern;

/**
 * What makes a request worth another try: {@code connect-failure}, {@code response-timeout}, {@code reset}, or a status.
 *
 * @param text the written form
 */
@ScalarType(
        name = "retry condition",
        expected = "connect-failure, response-timeout, reset, or a status from 500 to 599",
        pattern = "connect-failure|response-timeout|reset|5[0-9][0-9]")
public record RetryCondition(String text) {

    private static final Pattern FORM = Pattern.compile("connect-failure|response-timeout|reset|5[0-9][0-9]");

    public static RetryCondition parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new MalformedValue("connect-failure, response-timeout, reset, or a status from 500 to 599");
        }
        return new RetryCondition(text);
    }
}
