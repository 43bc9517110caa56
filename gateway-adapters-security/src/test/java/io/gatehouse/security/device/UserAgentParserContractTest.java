package io.gatehouse.security.device;

import io.gatehouse.domain.device.Device;
import io.gatehouse.domain.device.Device.Release;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.device.DeviceParserContract;
import java.util.Map;

class UserAgentParserContractTest extends DeviceParserContract {

    private final UserAgentParser parser = new UserAgentParser(1 << 20);

    @Override
    protected DeviceParser parser() {
        return parser;
    }

    @Override
    protected Map<String, Device> known() {
        return Map.of(
                "curl/8.4.0", new Device("curl", new Release("8", "4", "0"), "", Release.NONE),
                "nothing that is known", new Device("", Release.NONE, "", Release.NONE));
    }
}
