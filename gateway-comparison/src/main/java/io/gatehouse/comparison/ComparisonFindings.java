package io.gatehouse.comparison;

import io.gatehouse.comparison.Change.ChangeKind;
import io.gatehouse.comparison.Change.Counted;
import io.gatehouse.comparison.Change.Severity;
import io.gatehouse.comparison.HeldKeys.HeldKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what changes. What is the same for many keys or tenants becomes one change. */
final class ComparisonFindings {

    /** How many changes of each severity are listed. */
    static final int MOST = 2000;

    private final List<Change> single = new ArrayList<>();
    private final Map<FoldKey, Fold> folds = new LinkedHashMap<>();
    private final Map<Severity, Integer> totals = new EnumMap<>(Severity.class);

    /** Adds what is said of one subject. */
    void add(Severity severity, ChangeKind kind, String subject, Phrase phrase) {
        add(subject, Finding.of(severity, kind, phrase));
    }

    void add(String subject, Finding finding) {
        String text = finding.phrase().one();
        keep(new Change(
                finding.severity(),
                finding.kind(),
                subject,
                text,
                finding.phrase().line(subject, text),
                Counted.NONE,
                finding.calls()));
    }

    /** Adds what is said of a key, to be folded with other keys of its package. */
    void key(HeldKey key, Finding finding) {
        key(key, finding, "");
    }

    /** The same with what is only worth saying of a single key. */
    void key(HeldKey key, Finding finding, String detail) {
        fold(new FoldKey("key", " of package " + key.key().application().packageReference(), finding))
                .add(key.id(), detail);
    }

    /** Adds what is said of a tenant, to be folded with other tenants. */
    void tenant(String name, Finding finding, String detail) {
        fold(new FoldKey("tenant", "", finding)).add(name, detail);
    }

    private Fold fold(FoldKey key) {
        return folds.computeIfAbsent(key, first -> new Fold());
    }

    Comparison finish(long judged) {
        folds.forEach(this::unfold);
        folds.clear();
        single.sort(Comparator.comparing(Change::severity).thenComparing(Change::kind));
        return new Comparison(single, totals, judged);
    }

    private void unfold(FoldKey key, Fold fold) {
        if (fold.count <= ListText.SHOWN) {
            fold.first.forEach(named -> one(key, named));
        } else {
            many(key, fold);
        }
    }

    private void one(FoldKey key, Named named) {
        String subject = key.noun() + " " + named.name();
        String text = key.finding().phrase().one() + named.detail();
        keep(change(
                key, subject, text, key.finding().phrase().line(subject, text), new Counted(List.of(named.name()), 1)));
    }

    private void many(FoldKey key, Fold fold) {
        String subject = ListText.count(fold.count, key.noun()) + key.of();
        String text = key.finding().phrase().many();
        List<String> names = fold.first.stream().map(Named::name).toList();
        String line = key.finding().phrase().line(subject, text) + " (" + ListText.some(names, fold.count) + ")";
        keep(change(key, subject, text, line, new Counted(names, fold.count)));
    }

    private static Change change(FoldKey key, String subject, String text, String line, Counted names) {
        Finding finding = key.finding();
        Counted keys = key.noun().equals("key") ? names : Counted.NONE;
        return new Change(finding.severity(), finding.kind(), subject, text, line, keys, finding.calls());
    }

    private void keep(Change change) {
        int before = totals.merge(change.severity(), 1, Integer::sum) - 1;
        if (before < MOST) {
            single.add(change);
        }
    }

    private record FoldKey(String noun, String of, Finding finding) {}

    private record Named(String name, String detail) {}

    private static final class Fold {
        private final List<Named> first = new ArrayList<>();
        private int count;

        void add(String name, String detail) {
            count++;
            if (first.size() < Change.MOST_KEYS) {
                first.add(new Named(name, detail));
            }
        }
    }

    /**
     * Something found out about callers, whoever they are.
     *
     * @param severity what it means to them
     * @param kind what it is about
     * @param phrase what is said of them
     * @param calls the calls that it concerns
     */
    record Finding(Severity severity, ChangeKind kind, Phrase phrase, Counted calls) {

        static Finding of(Severity severity, ChangeKind kind, Phrase phrase) {
            return new Finding(severity, kind, phrase, Counted.NONE);
        }
    }

    /**
     * What is said of a subject, for one and for several.
     *
     * @param one for one subject
     * @param many for several
     * @param apart whether a colon stands between them
     */
    record Phrase(String one, String many, boolean apart) {

        /** A verb that changes with the number: {@code loses}, {@code lose}. */
        static Phrase of(String one, String many) {
            return new Phrase(one, many, false);
        }

        /** A verb that does not. */
        static Phrase of(String text) {
            return new Phrase(text, text, false);
        }

        /** A sentence of its own behind the subject. */
        static Phrase apart(String text) {
            return new Phrase(text, text, true);
        }

        String line(String subject, String text) {
            return subject + (apart ? ": " : " ") + text;
        }
    }

    /** Lists for people: the first few, and how many more. */
    static final class ListText {

        static final int SHOWN = 3;

        private ListText() {}

        /** {@code a, b, c and 9 more}. */
        static String some(Collection<String> names, int total) {
            List<String> shown = names.stream().limit(SHOWN).toList();
            String more = total > shown.size() ? " and " + (total - shown.size()) + " more" : "";
            return String.join(", ", shown) + more;
        }

        /** The same of all names that there are. */
        static String some(Collection<String> names) {
            return some(names, names.size());
        }

        static String count(int number, String thing) {
            return number + " " + thing + (number == 1 ? "" : "s");
        }
    }
}
