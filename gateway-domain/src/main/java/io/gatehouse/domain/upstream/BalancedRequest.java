package io.gatehouse.domain.upstream;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the choice of a host may depend on: the request and who sends it. Immutable.
 *
 * <p>Reading it copies nothing; {@link #cookie} looks through the request's cookies.
 */
public interface BalancedRequest {

    /** The method, such as {@code GET}. */
    String method();

    /** The decoded path that access rules speak of. */
    String apiPath();

    /** The client's address, as far as trusted proxies report it. */
    InetAddress clientAddress();

    /** The first header line of this name; null if there is none. */
    @Nullable
    String header(String name);

    /** The value of this cookie; null if there is none. */
    @Nullable
    String cookie(String name);

    /** The name of the caller's tenant; empty without a key. */
    String tenant();

    /** The name of the caller's key, which is no secret; null without a key. */
    @Nullable
    String keyName();

    /** Who the user is by the token; null without one. */
    @Nullable
    String userId();
}
