package io.gatehouse.discovery.dns;

import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/**
 * What a server says of a name.
 *
 * @param records those of the type that was asked for; none if there are none
 * @param additional what it says besides, unasked
 * @param alias the name that the records are to be asked for, as this server did not follow it; else the one that they belong to
 * @param seconds how long that may be believed
 */
record DnsAnswer(List<Record> records, List<Record> additional, Name alias, long seconds) {

    private static final int LONGEST_CHAIN = 16;

    /** Follows aliases from the name on as far as the response does. */
    static DnsAnswer of(Message response, Name asked, int type) {
        List<Record> section = response.getSection(Section.ANSWER);
        Name name = asked;
        long seconds = Long.MAX_VALUE;
        for (int links = 0; links <= LONGEST_CHAIN; links++) {
            var found = new ArrayList<Record>();
            CNAMERecord alias = null;
            for (Record record : section) {
                if (record.getName().equals(name) && record.getType() == type) {
                    found.add(record);
                    seconds = Math.min(seconds, record.getTTL());
                } else if (record.getName().equals(name) && record instanceof CNAMERecord link) {
                    alias = link;
                }
            }
            if (!found.isEmpty() || alias == null) {
                List<Record> additional = found.isEmpty() ? List.of() : response.getSection(Section.ADDITIONAL);
                return new DnsAnswer(
                        found, additional, name, found.isEmpty() ? Math.min(seconds, absent(response)) : seconds);
            }
            name = alias.getTarget();
            seconds = Math.min(seconds, alias.getTTL());
        }
        return new DnsAnswer(List.of(), List.of(), asked, 0);
    }

    /** How long the absence of records may be believed, by RFC 2308. */
    private static long absent(Message response) {
        for (Record record : response.getSection(Section.AUTHORITY)) {
            if (record instanceof SOARecord start) {
                return Math.min(start.getTTL(), start.getMinimum());
            }
        }
        return 0;
    }
}
