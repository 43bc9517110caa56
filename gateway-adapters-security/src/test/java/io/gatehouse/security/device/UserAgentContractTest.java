package io.gatehouse.security.device;

import io.gatehouse.domain.device.Device;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.device.DeviceParserContract;
import java.util.Map;
import ua_parser.Parser;

class UserAgentContractTest extends DeviceParserContract {

    private final UserAgentParser parser = new UserAgentParser(1 << 20, Parser::new);

    @Override
    protected DeviceParser parser() {
        return parser;
    }

    @Override
    protected Map<String, Device> known() {
        return Map.of(
                "curl/8.4.0",
                new Device("curl", new Device.Release("8", "4", "0"), "", Device.Release.NONE),
                "Mozilla/5.0 (Windows NT 5.1; rv:52.0) Gecko/20100101 Firefox/52.0",
                new Device("Firefox", new Device.Release("52", "0", ""), "Windows", new Device.Release("XP", "", "")));
    }
}
