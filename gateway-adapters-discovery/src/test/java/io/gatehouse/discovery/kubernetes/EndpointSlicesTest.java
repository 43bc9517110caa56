package io.gatehouse.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.discovery.api.ApiResponse;
import io.gatehouse.domain.service.Host;
import io.gatehouse.domain.service.HostAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointSlicesTest {

    private final Map<String, byte[]> slices = new LinkedHashMap<>();

    private void put(String name, String spec) {
        slices.put(
                name,
                ("{'metadata':{'name':'" + name + "'}," + spec + "}")
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8));
    }

    private String hosts(@Nullable String port, @Nullable String zone) throws IOException {
        return addresses(new KubernetesHosts("orders", port, null, false, null), zone).stream()
                .map(HostAddress::authority)
                .collect(Collectors.joining(" "));
    }

    private List<HostAddress> addresses(KubernetesHosts question, @Nullable String zone) throws IOException {
        var all = new EndpointSlices(question, zone);
        for (byte[] slice : slices.values()) {
            all.put(ApiResponse.json(slice));
        }
        return all.hosts().stream().map(Host::address).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "main, false,      , http://10.0.0.1:81",
        "rpc,  false,      , h2c://10.0.0.1:82",
        "rpc,  true,       , h2://10.0.0.1:82",
        "82,   false,      , h2c://10.0.0.1:82",
        "rpc,  false, false, http://10.0.0.1:82",
        "main, false, true , h2c://10.0.0.1:81",
        "mesh, false,      , h2c://10.0.0.1:83",
        "9,    false,      , http://10.0.0.1:9"
    })
    void thePortSaysWhatItsHostsSpeakUnlessTheQuestionDoes(
            String port, boolean tls, @Nullable Boolean http2, String expected) throws Exception {
        put(
                "a",
                "'ports':[{'name':'main','port':81,'appProtocol':'http'},{'name':'rpc','port':82,'appProtocol':'kubernetes.io/h2c'},"
                        + "{'name':'mesh','port':83,'appProtocol':'GRPC'}],'endpoints':[{'addresses':['10.0.0.1']}]");
        assertThat(addresses(new KubernetesHosts("orders", port, null, tls, http2), null))
                .extracting(HostAddress::toString)
                .containsExactly(expected);
    }

    @Test
    void onlyReadyEndpointsCountWithTheirFirstAddress() throws Exception {
        put(
                "a",
                "'addressType':'IPv4','ports':[{'name':'','port':81}],'endpoints':["
                        + "{'addresses':['10.0.0.1','10.0.0.9'],'conditions':{'ready':true}},"
                        + "{'addresses':['10.0.0.2'],'conditions':{'ready':false,'serving':true,'terminating':true}},"
                        + "{'addresses':['10.0.0.3'],'conditions':{}},{'addresses':['10.0.0.4'],'conditions':{'ready':null}},"
                        + "{'addresses':[]}]");
        assertThat(hosts(null, null)).isEqualTo("10.0.0.1:81 10.0.0.3:81 10.0.0.4:81");
    }

    @Test
    void aPortIsFoundByNameOrNumberOrAsTheOnlyOne() throws Exception {
        put(
                "a",
                "'ports':[{'name':'http','port':81},{'name':'admin','port':82},{'name':'dns','port':53,'protocol':'UDP'}],"
                        + "'endpoints':[{'addresses':['10.0.0.1']}]");
        assertThat(hosts("admin", null)).isEqualTo("10.0.0.1:82");
        assertThat(hosts("8443", null)).isEqualTo("10.0.0.1:8443");
        assertThatThrownBy(() -> hosts(null, null))
                .hasMessage("which port is meant has to be said; it has admin, http");
        assertThatThrownBy(() -> hosts("dns", null)).hasMessage("no port is named dns; it has admin, http");
        put("a", "'endpoints':[{'addresses':['10.0.0.1']}]");
        assertThat(hosts("81", null)).isEqualTo("10.0.0.1:81");
        assertThatThrownBy(() -> hosts("http", null)).hasMessage("no port is named http; it has none");
    }

    @Test
    void slicesMayHaveDifferentNumbersForAName() throws Exception {
        put("a", "'ports':[{'name':'http','port':81}],'endpoints':[{'addresses':['10.0.0.1']}]");
        put("b", "'ports':[{'name':'http','port':82}],'endpoints':[{'addresses':['10.0.0.2']}]");
        assertThat(hosts("http", null)).isEqualTo("10.0.0.1:81 10.0.0.2:82");
    }

    @Test
    void ofTwoFamiliesOneCounts() throws Exception {
        put("six", "'addressType':'IPv6','ports':[{'port':81}],'endpoints':[{'addresses':['2001:DB8:0:0::1']}]");
        assertThat(hosts(null, null)).isEqualTo("[2001:db8::1]:81");
        put("four", "'addressType':'IPv4','ports':[{'port':81}],'endpoints':[{'addresses':['10.0.0.1']}]");
        assertThat(hosts(null, null)).isEqualTo("10.0.0.1:81");
    }

    @Test
    void hintsCountWhereAllEndpointsHaveSome() throws Exception {
        String near = "{'addresses':['10.0.0.1'],'hints':{'forZones':[{'name':'a'}]}}";
        String far = "{'addresses':['10.0.0.2'],'hints':{'forZones':[{'name':'b'},{'name':'c'}]}}";
        put("x", "'ports':[{'port':81}],'endpoints':[" + near + "," + far + "]");
        assertThat(hosts(null, "a")).isEqualTo("10.0.0.1:81");
        assertThat(hosts(null, "c")).isEqualTo("10.0.0.2:81");
        assertThat(hosts(null, "d")).isEqualTo("10.0.0.1:81 10.0.0.2:81");
        assertThat(hosts(null, null)).isEqualTo("10.0.0.1:81 10.0.0.2:81");
        put("x", "'ports':[{'port':81}],'endpoints':[" + near + "," + far + ",{'addresses':['10.0.0.3']}]");
        assertThat(hosts(null, "a")).isEqualTo("10.0.0.1:81 10.0.0.2:81 10.0.0.3:81");
    }
}
