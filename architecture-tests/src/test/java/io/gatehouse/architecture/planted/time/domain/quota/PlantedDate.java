package io.gatehouse.architecture.planted.time.domain.quota;

import java.util.Date;

/** Asks the old way. */
@SuppressWarnings("JavaUtilDate")
final class PlantedDate {
    Date time() {
        return new Date();
    }
}
