package io.gatehouse.domain.caller;

import io.gatehouse.domain.device.Device;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.device.DeviceRule;
import io.gatehouse.domain.observation.ObservedCheck;
import io.gatehouse.domain.pipeline.Decision;
import io.gatehouse.domain.pipeline.RequestStage;
import io.gatehouse.domain.pipeline.RequestState;
import io.gatehouse.domain.pipeline.WorkKind;
import io.gatehouse.domain.policy.SkippedCheck;
import io.gatehouse.domain.rejection.Refusal;
import io.gatehouse.domain.rejection.Rejection;
import io.gatehouse.domain.tenancy.ApiKey;
import org.jspecify.annotations.Nullable;

/** Stops requests from devices that the key may not be used with, by what they say of themselves. */
public final class CheckDevice implements RequestStage {

    private final DeviceParser parser;

    public CheckDevice(DeviceParser parser) {
        this.parser = parser;
    }

    @Override
    public Decision decide(RequestState state) {
        ApiKey key = state.caller().key();
        DeviceRule rule = key == null ? null : key.devices();
        if (rule == null || state.caller().skips(SkippedCheck.DEVICE)) {
            return Decision.proceed(state);
        }
        String userAgent = state.request().headers().first("User-Agent");
        if (userAgent == null || userAgent.isBlank()) {
            return judge(state, rule, null);
        }
        Device device = parser.parseAtOnce(userAgent);
        return device == null
                ? new Decision.Offload(WorkKind.PROCESSOR, () -> judge(state, rule, parser.parse(userAgent)))
                : judge(state, rule, device);
    }

    private static Decision judge(RequestState state, DeviceRule rule, @Nullable Device device) {
        boolean admitted = rule.admits(device);
        if (state.trace().wanted()) {
            String what = device == null ? "no user agent" : device.family() + " on " + device.os();
            state.trace().note(rule.origin(), what + (admitted ? " is allowed" : " is not allowed") + " for the key");
        }
        RequestState known = device == null ? state : state.with(state.caller().using(device));
        return admitted
                ? Decision.proceed(known)
                : Decision.refuse(
                        known,
                        ObservedCheck.DEVICE,
                        Refusal.of(Rejection.DEVICE_NOT_ALLOWED).decidedBy(rule.origin()));
    }
}
