package io.gatehouse.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.configuration.Secret;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MongoConnectionsTest {

    @ParameterizedTest
    @CsvSource({
        "mongodb://localhost, 2000",
        "mongodb://localhost/?serverSelectionTimeoutMS=30000, 30000",
        "'mongodb://localhost/?connectTimeoutMS=9000', 2000"
    })
    void waitsForAServerForSecondsUnlessTheConnectionStringSaysOtherwise(String uri, long millis) {
        assertThat(MongoConnections.settings(Secret.parse(uri))
                        .getClusterSettings()
                        .getServerSelectionTimeout(TimeUnit.MILLISECONDS))
                .isEqualTo(millis);
    }
}
