package io.gatehouse.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadException;
import com.mongodb.ServerAddress;
import io.gatehouse.domain.address.ConnectFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.naming.NameNotFoundException;
import javax.naming.ServiceUnavailableException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectFailureTest {

    private static final ServerAddress SERVER = new ServerAddress("db.example", 27017);

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new MongoSocketOpenException("Exception opening socket", SERVER, refused()),
                        "connection refused"),
                Arguments.of(
                        new MongoSocketException("db.example", SERVER, new UnknownHostException("db.example")),
                        "unknown host"),
                Arguments.of(
                        new MongoSocketReadException("Prematurely reached end of stream", SERVER), "connection closed"),
                Arguments.of(new CompletionException(refused()), "connection refused"),
                Arguments.of(caused(new ConnectException(), new ClosedChannelException()), "connection refused"),
                Arguments.of(caused(new ConnectException(), new UnresolvedAddressException()), "unknown host"),
                Arguments.of(
                        caused(new MongoConfigurationException("srv"), new NameNotFoundException()), "unknown host"),
                Arguments.of(
                        caused(new MongoConfigurationException("srv"), new ServiceUnavailableException()),
                        "name lookup failed"),
                Arguments.of(new HttpConnectTimeoutException("HTTP connect timed out"), "no response"),
                Arguments.of(new SocketTimeoutException("Read timed out"), "no response"),
                Arguments.of(new NoRouteToHostException("No route to host"), "no route to host"),
                Arguments.of(new SocketException("Connection reset"), "connection reset"),
                Arguments.of(
                        new SSLHandshakeException("PKIX path building failed\n\u001b[31m"),
                        "TLS: PKIX path building failed"),
                Arguments.of(new ProtocolException("Invalid status line"), "it does not speak HTTP"),
                Arguments.of(new IOException("HTTP/1.1 header parser received no bytes"), "connection closed"),
                Arguments.of(new IllegalStateException("a text that may be secret"), "IllegalState"),
                Arguments.of(new RuntimeException((String) null), "Runtime"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void saysWhyInAFewWords(Throwable failure, String words) {
        assertThat(ConnectFailure.reason(failure)).isEqualTo(words);
    }

    private static ConnectException refused() {
        return new ConnectException("Connection refused");
    }

    private static Throwable caused(Throwable failure, Throwable cause) {
        return failure.initCause(cause);
    }
}
