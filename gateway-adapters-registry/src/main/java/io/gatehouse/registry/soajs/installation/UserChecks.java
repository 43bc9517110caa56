package io.gatehouse.registry.soajs.installation;

import io.gatehouse.domain.access.Access;
import io.gatehouse.domain.access.AccessRule;
import io.gatehouse.domain.identity.User;
import io.gatehouse.domain.identity.UserRecord;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.registry.soajs.installation.InstallationFacts.KeyFacts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is wrong with a user whose token is good: a PIN that is missing, an account that has changed since, a home that nobody knows. */
record UserChecks(InstallationFacts facts) {

    private static final String LOGIN_MODE = "loginMode";

    /** Why a call with a user is refused; null if it is not, or has none. */
    @Nullable
    Refusal objection(RequestState state) {
        User user = state.caller().user();
        KeyFacts key = state.caller().key() == null
                ? null
                : facts.keys().get(state.caller().key().id());
        UserRecord record = user == null ? null : user.record();
        if (record == null || key == null || state.caller().skips(SkippedCheck.TOKEN)) {
            return null;
        }
        if (record.roamsFrom() != null && !facts.tenants().containsKey(record.roamsFrom())) {
            return Refusal.of(Rejection.ROAMING_TENANT_UNKNOWN);
        }
        if (hasChanged(key, record, "email") || hasChanged(key, record, "phone")) {
            return Refusal.of(Rejection.USER_UNKNOWN);
        }
        return lacksPin(key, record) && !isPublic(state.rule()) && !isOpenWithoutPin(state)
                ? Refusal.of(Rejection.PIN_REQUIRED)
                : null;
    }

    private static boolean hasChanged(KeyFacts key, UserRecord record, String field) {
        return key.config().get("gateway") instanceof Map<?, ?> gateway
                && gateway.get("validateTokenAccount") instanceof Map<?, ?> wanted
                && Boolean.TRUE.equals(wanted.get(field))
                && record.fields().get(field) != null
                && !Objects.equals(record.fields().get(field), record.token().get(field));
    }

    private static boolean lacksPin(KeyFacts key, UserRecord record) {
        if (!"urac".equals(record.token().get(LOGIN_MODE))) {
            return false;
        }
        boolean wanted = key.product() != null && key.tenant().pins().contains(key.product());
        return isTrue(record.token().get("pinLocked"))
                || (wanted && !isTrue(record.token().get("pinLogin")));
    }

    private static boolean isTrue(@Nullable Object flag) {
        return Boolean.TRUE.equals(flag) || (flag instanceof Number number && number.doubleValue() != 0);
    }

    /** Whether nobody need be logged in, so that the controller looks at no token. */
    private static boolean isPublic(@Nullable AccessRule rule) {
        return rule != null && rule.api() instanceof Access.Everybody;
    }

    private boolean isOpenWithoutPin(RequestState state) {
        String service = state.route().service().name();
        String path = state.route().apiPath();
        if (service.equals(facts.targets().service()) || (service.equals("oauth") && path.equals("/pin"))) {
            return true;
        }
        boolean wrapper = service.equals(facts.custom("oauth", "pinWrapper", "servicename"))
                && path.equals(facts.custom("oauth", "pinWrapper", "apiname"));
        String method = state.request().method().toLowerCase(Locale.ROOT);
        return wrapper
                || lists(facts.custom("oauth", "pinWhitelist", service, method, "apis"), path)
                || fits(facts.custom("oauth", "pinWhitelist", service, method, "regex"), path);
    }

    private static boolean lists(@Nullable Object paths, String path) {
        return paths instanceof List<?> list && list.contains(path);
    }

    /** Patterns whose segments may be parameters, such as {@code /users/:id}. */
    private static boolean fits(@Nullable Object patterns, String path) {
        return patterns instanceof List<?> list
                && list.stream()
                        .map(String::valueOf)
                        .anyMatch(pattern -> shape(pattern).matcher(path).matches());
    }

    private static Pattern shape(String pattern) {
        var shape = new StringBuilder();
        for (String segment : pattern.split("/", -1)) {
            shape.append(shape.isEmpty() ? "" : "/").append(segment.startsWith(":") ? "[^/]+" : Pattern.quote(segment));
        }
        return Pattern.compile(shape.toString());
    }
}
