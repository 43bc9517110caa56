package io.gatehouse.mongodb;

import com.mongodb.spi.dns.DnsClient;
import com.mongodb.spi.dns.DnsException;
import com.mongodb.spi.dns.DnsWithResponseCodeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/**
 * Looks up the records that {@code mongodb+srv} asks for, within a second and a half: the driver's own client waits fifteen for a name
 * server that does not answer.
 *
 * @param servers where, as JNDI writes it: {@code dns:} for the servers of the system
 */
record BriefDns(String servers) implements DnsClient {

    static final BriefDns OF_THE_SYSTEM = new BriefDns("dns:");

    private static final int NO_SUCH_NAME = 3;
    private static final String FIRST_MILLIS = "500";
    /** Each waits twice as long as the one before. */
    private static final String TRIES = "2";

    /** A context of the DNS knows records, which are texts, and no objects. */
    @Override
    @SuppressWarnings("BanJNDI")
    public List<String> getResourceRecordData(String name, String type) {
        try {
            var context = new InitialDirContext(settings());
            try {
                Attribute records =
                        context.getAttributes(name, new String[] {type}).get(type);
                var texts = new ArrayList<String>();
                if (records != null) {
                    Collections.list(records.getAll()).forEach(record -> texts.add(String.valueOf(record)));
                }
                return texts;
            } finally {
                context.close();
            }
        } catch (NameNotFoundException e) {
            throw new DnsWithResponseCodeException(e.getMessage(), NO_SUCH_NAME, e);
        } catch (NamingException e) {
            throw new DnsException(e.getMessage(), e);
        }
    }

    @SuppressWarnings("JdkObsolete") // JNDI takes nothing else.
    private Hashtable<String, String> settings() {
        var settings = new Hashtable<String, String>();
        settings.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        settings.put(Context.PROVIDER_URL, servers);
        settings.put("com.sun.jndi.dns.timeout.initial", FIRST_MILLIS);
        settings.put("com.sun.jndi.dns.timeout.retries", TRIES);
        return settings;
    }
}
