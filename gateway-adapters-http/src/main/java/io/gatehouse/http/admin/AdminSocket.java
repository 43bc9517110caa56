package io.gatehouse.http.admin;

import io.gatehouse.domain.admin.AdminRoute;
import io.gatehouse.domain.time.GatewayClock;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;

/**
 * The admin server at a Unix socket: whoever the file lets connect may use every route, without a token. The server itself listens at a port
 * of the loopback address at which nobody is let in but {@link SocketRelay}.
 *
 * <p>Not safe for concurrent use: one thread starts and closes it.
 */
public final class AdminSocket implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);
    private static final int BACKLOG = 64;

    private final Path file;
    private final Access access;
    private final SocketRelay relay = new SocketRelay();
    private final AdminServer server;
    private @Nullable ServerSocketChannel socket;
    private @Nullable Object identity;

    /** Whom the file lets connect. */
    public enum Access {
        /** The user whose process it is (0600). */
        OWNER("rw-------"),
        /** Its group as well (0660). */
        GROUP("rw-rw----");

        private final String permissions;

        Access(String permissions) {
            this.permissions = permissions;
        }
    }

    /** At this file. */
    public AdminSocket(Path file, Access access, List<AdminRoute> routes, GatewayClock clock) {
        this.file = file.toAbsolutePath();
        this.access = access;
        var nobodyElse = new AdminSettings(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null);
        this.server = new AdminServer(nobodyElse, routes, clock, InetAddress::isLoopbackAddress, relay::isOurs);
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /**
     * Starts it. A socket that nobody listens at any more is replaced.
     *
     * @throws BindException if somebody listens there, or something else is there
     * @throws IOException if there can be no socket
     */
    public void start() throws IOException {
        refuseOthers();
        InetSocketAddress address = server.start();
        try {
            ServerSocketChannel listening = bind();
            socket = listening;
            relay.begin(listening, address);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private void refuseOthers() throws IOException {
        try {
            if (!attributes(file).isOther()) {
                throw new BindException("something is there that is no socket");
            }
        } catch (NoSuchFileException e) {
            return;
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // One that listens, and has no room for another connection, must not be waited for.
            probe.configureBlocking(false);
            probe.connect(UnixDomainSocketAddress.of(file));
        } catch (ConnectException nobody) {
            return;
        }
        throw new BindException("something listens there");
    }

    /** In a folder where nobody can connect to it, until nobody can who must not. */
    private ServerSocketChannel bind() throws IOException {
        Path folder = Files.createTempDirectory(
                file.resolveSibling(""),
                ".",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path fresh = folder.resolve("s");
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean bound = false;
        try {
            listening.bind(UnixDomainSocketAddress.of(fresh), BACKLOG);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString(access.permissions));
            identity = attributes(fresh).fileKey();
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            bound = true;
            return listening;
        } finally {
            if (!bound) {
                IoUtils.safeClose(listening);
            }
            Files.deleteIfExists(fresh);
            Files.deleteIfExists(folder);
        }
    }

    private static BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Stops it, and takes the file away unless it is somebody else's by now; does nothing if it was not started. */
    @Override
    public void close() {
        ServerSocketChannel ending = socket;
        socket = null;
        if (ending == null) {
            return;
        }
        IoUtils.safeClose(ending);
        try {
            Object there = attributes(file).fileKey();
            if (there != null && there.equals(identity)) {
                Files.delete(file);
            }
        } catch (IOException e) {
            LOG.debug("The admin socket is away already: {}", e.toString());
        }
        server.close();
        relay.close();
    }
}
