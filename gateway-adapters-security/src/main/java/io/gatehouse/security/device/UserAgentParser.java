package io.gatehouse.security.device;

import io.gatehouse.domain.device.Device;
import io.gatehouse.domain.device.DeviceParser;
import io.gatehouse.domain.memory.HeapShare;
import io.gatehouse.plugin.AdapterSupport;
import io.gatehouse.security.WeighedCache;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ua_parser.OS;
import ua_parser.Parser;
import ua_parser.UserAgent;

/**
 * Reads user agents with uap-java's patterns, and remembers them within a bound of bytes.
 *
 * <p>Some 550 patterns are tried on each new user agent: a browser's takes about a millisecond, and the time of a made-up
 * one grows with its length, to some eight milliseconds at the 512 characters that are looked at. Loading the patterns
 * takes half a second to two, so it is done by the first use or, better, by {@link #load} before it.
 */
public final class UserAgentParser implements DeviceParser, AdapterSupport {

    /** What lies beyond is not looked at; no browser says who it is after so long a text. */
    static final int LONGEST = 512;

    private static final Logger LOG = LoggerFactory.getLogger(UserAgentParser.class);

    /** What an entry weighs beside its texts, of which there are nine. */
    private static final int BARE_BYTES = 640;

    private static final String NOTHING = "Other";
    private static final Device UNREADABLE = new Device("", Device.Release.NONE, "", Device.Release.NONE);

    private final Supplier<Parser> loading;
    private final WeighedCache<String, Device> devices;
    private volatile @Nullable Parser parser;

    /** A parser that has loaded nothing yet, and takes that many bytes of the heap at most for what it remembers. */
    public UserAgentParser(long mostBytes) {
        this(mostBytes, Parser::new);
    }

    UserAgentParser(long mostBytes, Supplier<Parser> loading) {
        this.loading = loading;
        this.devices = new WeighedCache<>(mostBytes, UserAgentParser::weight);
    }

    /** All that is read of a user agent together is seldom longer than the user agent itself. */
    private static int weight(String userAgent, Device read) {
        return BARE_BYTES
                + 2
                        * (2 * userAgent.length()
                                + read.family().length()
                                + read.os().length());
    }

    /** What is remembered. */
    @Override
    public List<HeapShare> heapShares() {
        return List.of(devices.share("devices"));
    }

    /** Loads the patterns unless they are. Takes up to two seconds. */
    @Override
    public void load() {
        if (parser == null) {
            loaded();
        }
    }

    private synchronized Parser loaded() {
        Parser known = parser;
        if (known == null) {
            known = loading.get();
            parser = known;
        }
        return known;
    }

    /** Whether the patterns are there. */
    public boolean isLoaded() {
        return parser != null;
    }

    @Override
    public @Nullable Device parseAtOnce(String userAgent) {
        return devices.get(beginning(userAgent));
    }

    private static String beginning(String userAgent) {
        return userAgent.length() > LONGEST ? userAgent.substring(0, LONGEST) : userAgent;
    }

    @Override
    public Device parse(String userAgent) {
        String text = beginning(userAgent);
        Device known = devices.get(text);
        if (known != null) {
            return known;
        }
        Device read = read(text);
        devices.put(text, read);
        return read;
    }

    private Device read(String text) {
        try {
            Parser known = parser == null ? loaded() : parser;
            return device(known.parseUserAgent(text), known.parseOS(text));
        } catch (RuntimeException | StackOverflowError defect) {
            LOG.error("A user agent could not be read", defect);
            return UNREADABLE;
        }
    }

    /** What the library does not find is empty, and so is its "Other". */
    private static Device device(UserAgent agent, OS os) {
        return new Device(
                family(agent.family),
                new Device.Release(part(agent.major), part(agent.minor), part(agent.patch)),
                family(os.family),
                new Device.Release(part(os.major), part(os.minor), part(os.patch)));
    }

    private static String family(@Nullable String text) {
        return text == null || text.equals(NOTHING) ? "" : text;
    }

    private static String part(@Nullable String text) {
        return text == null ? "" : text;
    }
}
